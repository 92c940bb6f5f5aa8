package io.tidemark.history.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.tidemark.history.Standing;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class CourseTests {

    private static final Metric BUSY = Metric.gauge("disk.utilization", Unit.ONE, Better.LOWER, "how busy");
    private static final Metric READ = Metric.counter("disk.read", Unit.BYTES, Better.NEITHER, "bytes read");
    private static final Series SERIES = new Series("disk", Labels.NONE);
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final int HOUR = 3600;

    private final Random random = new Random(7);
    private Course course = new Course(BUSY, START.toEpochMilli());
    private int now;

    /** A value a second. */
    private CourseTests play(int seconds, IntToDoubleFunction value) {
        for (int end = now + seconds; now < end; now++) {
            course.add(at(now).toEpochMilli(), value.applyAsDouble(now));
        }
        return this;
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private Standing last(int seconds) {
        return Objects.requireNonNull(course.standing(SERIES, at(now - seconds), at(now), SHORT));
    }

    private double noisy(double mean, double deviation) {
        return mean + deviation * random.nextGaussian();
    }

    @Test
    void tellsWhatIsAndWhatUsuallyIs() {
        play(2 * HOUR, _ -> noisy(0.1, 0.05)).play(30, _ -> 0.9);

        assertThat(last(30).value()).isCloseTo(0.9, within(0.05));
        assertThat(last(30).usual()).isCloseTo(0.1, within(0.01));
        // Averages of ten readings scatter by a third of one, and a mean deviation is four fifths of the standard one.
        assertThat(last(30).spread()).isCloseTo(0.8 * 0.05 / Math.sqrt(10), within(0.005));
        assertThat(last(30).since()).isEqualTo(START);
    }

    @Test
    void countersAreTakenAsTheirRateAndMayBeginAnew() {
        course = new Course(READ, START.toEpochMilli());
        play(HOUR, second -> 100.0 * second).play(40, second -> 5000.0 * (second - HOUR));

        assertThat(last(40).usual()).isCloseTo(100, within(1.0));
        assertThat(last(30).value()).isCloseTo(5000, within(1.0));
    }

    @Test
    void aCounterThatIsReadRarelyIsNoLessARate() {
        course = new Course(READ, START.toEpochMilli());
        for (int second = 0; second <= HOUR; second += 30) {
            course.add(at(second).toEpochMilli(), 7.0 * second);
        }
        now = HOUR;

        assertThat(last(30).usual()).isCloseTo(7, within(0.01));
    }

    @Test
    void anHourOfTroubleDoesNotBecomeUsual() {
        play(2 * HOUR, _ -> noisy(0.1, 0.05)).play(HOUR / 2, _ -> 0.95).play(HOUR, _ -> noisy(0.1, 0.05));

        assertThat(last(10).usual()).isCloseTo(0.1, within(0.03));
        assertThat(last(10).spread()).isLessThan(0.05);
    }

    @Test
    void whatStaysBecomesUsualWithinHours() {
        play(2 * HOUR, _ -> noisy(0.1, 0.05)).play(8 * HOUR, _ -> noisy(0.6, 0.05));

        assertThat(last(10).usual()).isCloseTo(0.6, within(0.1));
    }

    @Test
    void evenWhatNeverMovedLearnsToMove() {
        play(2 * HOUR, _ -> 0).play(12 * HOUR, _ -> 0.4);

        assertThat(last(10).usual()).isGreaterThan(0.2);
    }

    @Test
    void whatHappensNowIsNeverPartOfWhatIsUsual() {
        play(60, _ -> 0.1).play(50, _ -> 0.9);

        assertThat(last(50).usual()).isCloseTo(0.1, within(1e-9));
        assertThat(last(50).value()).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void halfAMinuteIsTheLeastToKnow() {
        play(29, _ -> 0.1);
        assertThat(course.standing(SERIES, at(20), at(29), SHORT)).isNull();

        play(12, _ -> 0.1);
        assertThat(last(9).usual()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void whatHasJustBegunIsSeenTogetherWithTheStepBefore() {
        play(HOUR, _ -> 0.1).play(1, _ -> 0.9);
        assertThat(last(1).value()).isCloseTo((0.1 + 0.1 * 0.9) / 1.1, within(1e-9));

        play(3, _ -> 0.9);
        assertThat(last(4).value()).isCloseTo(0.9, within(1e-9));
        assertThat(course.standingOfLast(SERIES, at(now - 1), at(now)))
                .satisfies(standing -> assertThat(standing.value()).isCloseTo(0.9, within(1e-9)));
    }

    @Test
    void whatIsNoLongerReadDoesNotStandAnywhere() {
        play(HOUR, _ -> 0.1);

        assertThat(course.standing(SERIES, at(HOUR + 60), at(HOUR + 70), SHORT)).isNull();
    }

    @Test
    void aClockThatIsSetBackEndsNothing() {
        play(HOUR, _ -> 0.1);
        now = 0;
        play(120, _ -> 0.2);

        assertThat(last(10).usual()).isCloseTo(0.1, within(0.02));
        assertThat(last(10).value()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void aThousandTakeAQuarterOfAMegabyteAndLittleGarbage() {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Course[] many = new Course[1000];
        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < many.length; i++) {
            many[i] = new Course(BUSY, 0);
        }
        long made = thread.getCurrentThreadAllocatedBytes();
        for (int second = 0; second < 600; second++) {
            for (Course one : many) {
                one.add(second * 1000L, second);
            }
        }
        long fed = thread.getCurrentThreadAllocatedBytes();

        assertThat(made - before).isLessThan(256_000);
        assertThat((fed - made) / 600 / many.length).as("bytes a reading").isLessThan(8);
    }
}
