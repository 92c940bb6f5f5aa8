package io.tidemark.alert;

import io.tidemark.alert.AlertsStart.Parts;
import io.tidemark.alert.AlertsStart.Started;
import io.tidemark.alert.Telling.DeliveryStatus;
import io.tidemark.alert.channel.Channels;
import io.tidemark.alert.jpa.SomeCauses;
import io.tidemark.history.AlertRoom;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Judgement;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** A process whose alerts come and go, alone and in bursts, until it is killed. */
final class KilledTeller {

    static final String CHANNEL = "on-call";
    /** Nearly always the longest between two rounds. */
    static final int LULL_MILLIS = 40;

    private static final int SERIES = 12;
    private static final int LONG_LULL_MILLIS = 700;

    private KilledTeller() {}

    /** Data directory, address of the receiver, seed; without a seed it only tells what is left. */
    static void main(String[] args) throws InterruptedException {
        AlertRoom room = AlertRoom.open(Path.of(args[0]));
        Started started = start(room, args[1]);
        long before = safe(started);
        say("ready");
        while (args.length < 3) {
            Thread.sleep(LULL_MILLIS);
            if (room.store().untold(0).isEmpty()) {
                room.sync().run();
                say("quiet");
            }
        }
        Random random = new Random(Long.parseLong(args[2]));
        while (true) {
            started.alerts().apply(judgements(random));
            say(Long.toString(safe(started) - before));
            Thread.sleep(random.nextInt(8) == 0 ? random.nextInt(LONG_LULL_MILLIS) : random.nextInt(LULL_MILLIS));
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static Started start(AlertRoom room, String receiver) {
        Parts parts = new Parts("killed-1", room.ids(), InstantSource.system(), room.store(), room.journal(),
                new Channels(AlertConfiguration.factories())
                        .create(Map.of(CHANNEL, Map.of("type", "webhook", "url", receiver))));
        Started started = AlertsStart.start(parts, Restraints.none(System::nanoTime), Keeper.PATIENCE, Set.of("r"),
                _ -> SomeCauses.of(2));
        room.start().run();
        return started;
    }

    /** Changes that are kept: those that the channel has been given. */
    private static long safe(Started started) {
        DeliveryStatus status = Objects.requireNonNull(started.rounds().get(CHANNEL)).status();
        return status.pending() + status.delivered();
    }

    private static List<Judgement> judgements(Random random) {
        Instant now = Instant.now();
        List<Judgement> judgements = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Labels series = Labels.of("series", Integer.toString(random.nextInt(SERIES)));
            judgements.add(random.nextBoolean()
                    ? Judgements.breached("r", series, now)
                    : Judgements.ok("r", series, now));
        }
        return judgements;
    }
}
