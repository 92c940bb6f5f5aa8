package io.tidemark.alert.channel;

import static io.tidemark.alert.Judgements.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.TurnedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whatever is done to the machine's clock. */
class SteadyClockTests {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TurnedClock machine = new TurnedClock();
    private final SteadyClock clock = new SteadyClock(machine, machine);

    @Test
    void goesWithTheMachine() {
        machine.turn(MINUTE);
        assertThat(clock.instant()).isEqualTo(START.plus(MINUTE));
        machine.step(HOUR);
        assertThat(clock.instant()).isEqualTo(START.plus(MINUTE).plus(HOUR));
    }

    @Test
    void goesOnWhenTheMachineIsSetBack() {
        machine.step(HOUR.negated());
        assertThat(clock.instant()).isEqualTo(START);
        machine.turn(MINUTE);
        assertThat(clock.instant()).isEqualTo(START.plus(MINUTE));
        machine.step(HOUR.negated());
        machine.turn(MINUTE);
        assertThat(clock.instant()).isEqualTo(START.plus(MINUTE).plus(MINUTE));
    }

    @Test
    void whatFiresDoesNotEndElsewhereWhenTheMachineIsSetBack() {
        machine.step(HOUR.negated());
        machine.turn(MINUTE);

        assertThat(AlertmanagerChannel.body(Samples.firing(), clock.instant()))
                .contains("\"endsAt\":\"" + START.plus(MINUTE).plus(AlertmanagerChannel.AHEAD) + '"');
    }
}
