package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tokens over the time that was waited for them. */
class TokenRateTests {

    private final TokenRate rate = new TokenRate();

    @Test
    void eachAnswerCountsWithItsOwnTime() {
        rate.add(10, 1_000_000_000);
        rate.add(20, 500_000_000);

        assertThat(rate.tokens()).isEqualTo(30);
        assertThat(rate.perSecond()).hasValue(20);
    }

    @Test
    void whatWasForgottenCountsNoMore() {
        assertThat(rate.perSecond()).isEmpty();
        rate.add(10, 1_000_000_000);
        rate.forget();

        assertThat(rate.tokens()).isZero();
        assertThat(rate.perSecond()).isEmpty();
    }
}
