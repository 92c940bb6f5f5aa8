package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads two entries again and again: each must survive all accesses with its own value. They are called the same in two
 * caches of this process, and lie in two key spaces of a Redis. Afterwards entries with a short life are put into the
 * first one: they must be gone when they are due and not before, and those of the second one must stay.
 */
class LifetimeWorkload extends CacheWorkload {

    /** Entries that expire: each lives a little longer than the one before. */
    private static final int EXPIRING = 20;
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration STEP = Duration.ofMillis(2);
    private static final Duration PAUSE = Duration.ofNanos(500_000);
    /** Servers count time in whole milliseconds, and look at the clock before they run the command. */
    private static final Duration TOLERANCE = Duration.ofMillis(5);
    private static final Duration LATEST = Duration.ofSeconds(1);
    /** More than the entries there are. */
    private static final int OWN_CACHE = 100;

    private static final Traits TRAITS = Traits.writing("lifetime",
            "Reads entries that must stay, again and again, and looks whether others expire when they are due.")
            .operations("get").phases("round_trip", "execute").rows(EXPIRING, EXPIRING).load(300, 1)
            .measures(Metric.gauge("probe.expiry_lateness", Unit.SECONDS, Better.LOWER,
                    "How long after it was due the latest of 20 entries was gone"));

    private final Duration shortest;
    private final LongSupplier nanos;
    private final AtomicLong accesses = new AtomicLong();
    private final LongAdder lost = new LongAdder();
    private final LongAdder mixedUp = new LongAdder();
    private volatile Optional<CacheSession> first = Optional.empty();
    private volatile Optional<CacheSession> second = Optional.empty();

    LifetimeWorkload() {
        this(SHORTEST, System::nanoTime);
    }

    /**
     * @param shortest life of the entries that expire; whoever is to interfere in it needs time
     * @param nanos tells the time while entries expire
     */
    LifetimeWorkload(Duration shortest, LongSupplier nanos) {
        super(TRAITS, "violations < 1");
        this.shortest = shortest;
        this.nanos = nanos;
    }

    @Override
    public List<String> statements(Assignment assignment) {
        String prefix = entries(assignment).prefix();
        return List.of("GET " + prefix + "a:<n>, GET " + prefix + "b:<n>",
                "afterwards: PSETEX " + prefix + "a:<n>, and GET until it is gone");
    }

    /** One of the two caches. */
    private record Space(CacheSession session, String prefix, int index) {

        CacheKey key(int number) {
            return new CacheKey(prefix + number);
        }

        byte[] value(int number) {
            return Payload.bytes(2L * number + index);
        }

        boolean has(int number) {
            return Payload.is(2L * number + index, session.get(key(number)));
        }
    }

    private List<Space> spaces(CacheSession session, Assignment assignment) {
        String prefix = entries(assignment).prefix();
        return Stream.of(new Space(first.orElse(session), prefix + (first.isPresent() ? "" : "a:"), 0),
                new Space(second.orElse(session), prefix + (second.isPresent() ? "" : "b:"), 1)).toList();
    }

    @Override
    public void prepare(CacheSession session, Assignment assignment) {
        first = session.bounded(OWN_CACHE);
        second = session.bounded(OWN_CACHE);
        for (Space space : spaces(session, assignment)) {
            space.session.removeAll(keys(space));
            space.session.put(space.key(EXPIRING), space.value(EXPIRING));
        }
    }

    @Override
    public Operation operation(CacheSession session, Assignment assignment, int worker) {
        List<Space> spaces = spaces(session, assignment);
        List<CacheKey> keys = spaces.stream().map(space -> space.key(EXPIRING)).toList();
        String phase = session.phase();
        return watch -> {
            int index = (int) (accesses.getAndIncrement() % 2);
            Space space = spaces.get(index);
            watch.start();
            byte[] value = space.session.get(keys.get(index));
            watch.stop("get", phase);
            if (value == null) {
                lost.increment();
            } else if (!Payload.is(2L * EXPIRING + index, value)) {
                mixedUp.increment();
            }
        };
    }

    @Override
    public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
        List<Space> spaces = spaces(session, assignment);
        Space expiring = spaces.getFirst();
        Space staying = spaces.getLast();
        List<Life> lives = IntStream.range(0, EXPIRING).mapToObj(number -> begin(expiring, staying, number)).toList();
        watch(lives);
        long early = lives.stream().filter(life -> life.early).count();
        long late = lives.stream().filter(life -> !life.gone).count();
        long taken = IntStream.range(0, EXPIRING).filter(number -> !staying.has(number)).count();
        Duration latest = lives.stream().map(life -> life.lateness).max(Duration::compareTo).orElse(Duration.ZERO);
        Verification found = new Verification.Findings()
                .check(lost.sum() == 0, lost.sum() + " of " + accesses.get()
                        + " accesses no longer found an entry that was to stay")
                .check(mixedUp.sum() == 0, mixedUp.sum() + " of " + accesses.get()
                        + " accesses returned another value than the one put into this cache")
                .check(early == 0, early + " of " + EXPIRING + " entries were gone before they were due")
                .check(late == 0, late + " of " + EXPIRING + " entries were still served " + LATEST.toMillis()
                        + " ms after they were due")
                .check(taken == 0, taken + " of " + EXPIRING + " entries were gone when those of the same name in the"
                        + " other cache had expired")
                .verification();
        return new Verification(found.violations(),
                Map.of("expiry_lateness", Math.max(0, latest.toNanos() / 1e9)));
    }

    private Life begin(Space expiring, Space staying, int number) {
        staying.session.put(staying.key(number), staying.value(number));
        return new Life(expiring, number, shortest.plus(STEP.multipliedBy(number)), nanos);
    }

    /** Looks at all of them, over and over, until each is gone or far too late. */
    private static void watch(List<Life> lives) {
        while (lives.stream().filter(life -> !life.look()).count() > 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** An entry that is to expire. */
    private static final class Life {

        private final Space space;
        private final CacheKey key;
        private final Duration length;
        private final LongSupplier nanos;
        /** It was put between the two instants. */
        private final long from;
        private final long to;
        private boolean gone;
        private boolean early;
        private Duration lateness = Duration.ZERO;

        Life(Space space, int number, Duration length, LongSupplier nanos) {
            this.space = space;
            this.key = space.key(number);
            this.length = length;
            this.nanos = nanos;
            from = nanos.getAsLong();
            space.session.put(key, space.value(number), length);
            to = nanos.getAsLong();
        }

        /** Whether there is nothing more to see. Early is told from before it was put, late from after. */
        boolean look() {
            if (gone) {
                return true;
            }
            long asked = nanos.getAsLong();
            gone = space.session.get(key) == null;
            early = gone && after(from, nanos.getAsLong()).compareTo(TOLERANCE.negated()) < 0;
            lateness = after(to, asked);
            return gone || lateness.compareTo(LATEST) > 0;
        }

        private Duration after(long put, long now) {
            return Duration.ofNanos(now - put).minus(length);
        }
    }

    @Override
    public void clean(CacheSession session, Assignment assignment) {
        spaces(session, assignment).forEach(space -> space.session.removeAll(keys(space)));
    }

    private static List<CacheKey> keys(Space space) {
        return IntStream.rangeClosed(0, EXPIRING).mapToObj(space::key).toList();
    }
}
