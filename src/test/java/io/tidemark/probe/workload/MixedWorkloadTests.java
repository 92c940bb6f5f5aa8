package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Run;
import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Values that nobody wrote, and entries that are lost, are found out by those who read. */
class MixedWorkloadTests {

    @Test
    void readersSeeAValueThatNobodyWrote() {
        assertThat(tampered(number -> MixedWorkload.stamped(7, number, 0))).endsWith("for key 0 one of run 7");
        assertThat(tampered(_ -> Payload.bytes(1))).endsWith("for key 0 one of 97 bytes");
        assertThat(tampered(number -> torn(MixedWorkload.stamped(7, number, 0))))
                .endsWith("for key 0 one that is torn");
    }

    @Test
    void readersSeeTheValueOfAnotherKeyAndAWriteThatIsYetToCome() {
        assertThat(tampered((run, _) -> MixedWorkload.stamped(run, 1, 0))).endsWith("for key 0 that of key 1");
        assertThat(tampered((run, number) -> MixedWorkload.stamped(run, number, 1_000_000)))
                .contains("for key 0 write 1000000 of ");
    }

    @Test
    void readersMissAnEntryThatIsLost() {
        assertThat(mixed((session, key, _) -> session.removeAll(List.of(key))).violations())
                .singleElement().asString().matches("\\d+ reads found no entry although every key had one");
    }

    private static byte[] torn(byte[] value) {
        value[20]++;
        return value;
    }

    private interface Forger {
        byte[] value(long run, int number);
    }

    private interface Tampering {
        void with(CacheSession session, CacheKey key, long run);
    }

    private static String tampered(IntFunction<byte[]> value) {
        return tampered((_, number) -> value.apply(number));
    }

    private static String tampered(Forger forger) {
        return mixed((session, key, run) -> session.put(key, forger.value(run, 0))).violations().getFirst();
    }

    /** Before every access somebody else has been at the one key there is. */
    private static Run mixed(Tampering tampering) {
        return Sabotage.run(() -> new MixedWorkload() {
            @Override
            public Operation operation(CacheSession session, Assignment assignment, int worker) {
                Operation honest = super.operation(session, assignment, worker);
                return watch -> {
                    tampering.with(session, entries(assignment).key(0), assignment.run());
                    honest.run(watch);
                };
            }
        }, Sabotage.redis(), 50, 1);
    }
}
