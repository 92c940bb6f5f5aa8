package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rows are given to one worker at a time. */
class ClaimsTests {

    @Test
    void moreWorkersThanRowsWaitForOneAnother() throws Exception {
        Claims claims = new Claims(2);
        long one = claims.take();
        long other = claims.take();
        assertThat(one).isNotEqualTo(other);
        Thread third = Thread.ofPlatform().start(() -> {
            try {
                claims.giveBack(claims.take());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        claims.giveBack(other);
        third.join();
        assertThat(claims.take()).isEqualTo(other);
    }
}
