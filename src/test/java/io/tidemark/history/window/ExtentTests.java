package io.tidemark.history.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What windows know of what they lack. */
class ExtentTests {

    private final Extent extent = new Extent(10_000);

    @Test
    void aWindowLacksAllOfItsLengthAtFirstAndNothingWhenThatHasPassed() {
        assertThat(extent.hold(1_000)).isTrue();
        assertThat(extent.lack()).isEqualTo(new Stretch(9_000, 9_999));

        extent.saw(10_400);
        assertThat(extent.lack()).isEqualTo(new Stretch(9_400, 9_999));
        assertThat(extent.isWhole(400)).isTrue();

        extent.saw(11_000);
        assertThat(extent.lack()).isNull();
        assertThat(extent.isWhole(1_000)).isTrue();
    }

    @Test
    void whatWasReadBackIsNotMissing() {
        extent.hold(1_000);
        extent.reach(9_000);
        assertThat(extent.isWhole(1_000)).isTrue();

        assertThat(extent.hold(1_000)).isFalse();
        assertThat(extent.hold(3_000)).isTrue();
        assertThat(extent.lack()).as("what the shorter one had").isEqualTo(new Stretch(7_000, 8_999));
        assertThat(extent.isWhole(1_000)).isTrue();
        extent.reach(8_000);
        assertThat(extent.isWhole(2_000)).isTrue();
        assertThat(extent.isWhole(3_000)).as("no more was kept").isFalse();
    }

    @Test
    void whatAShorterWindowLetGoIsMissingFromALongerOne() {
        extent.hold(1_000);
        extent.saw(20_000);
        extent.hold(5_000);

        assertThat(extent.lack()).isEqualTo(new Stretch(15_000, 18_999));
    }

    @Test
    void whatWasReadForAnEarlierHoldDoesNotGoBeforeALaterOne() {
        extent.hold(1_000);
        Stretch read = new Stretch(9_000, 9_999);
        extent.holdOnly(0);
        extent.saw(12_000);
        extent.hold(1_000);

        assertThat(extent.continues(read)).isFalse();
        assertThat(extent.lack()).isEqualTo(new Stretch(11_000, 11_999));
    }

    @Test
    void aClockThatIsSetBackLeavesNothingWhole() {
        extent.hold(1_000);
        extent.saw(20_000);
        extent.saw(15_000);

        assertThat(extent.isWhole(1_000)).isFalse();
        extent.saw(16_000);
        assertThat(extent.isWhole(1_000)).isTrue();
    }
}
