package io.tidemark.probe.workload;

import io.tidemark.probe.command.Abandoned;
import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.HttpSession;
import io.tidemark.probe.target.LocalSession;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.WebSocketSession;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Finds and removes what killed runs have left on a target. In databases that is rows of our own marked tables: of this
 * instance those of runs that are over, of anybody those older than an hour. In caches it is keys of this instance's
 * probes of the target; those of other instances expire by themselves within an hour. On this machine it is programs that
 * this instance's probes had started. Not thread-safe.
 */
public final class Leftovers {

    /** What a probe's name in front of a number is made of: `tidemark:<instance>:<probe>:<number>`. */
    private static final String NUMBER = ":[0-9]{1,9}";

    private final String instance;
    private final Set<String> probes;
    private final String prefix;
    private final Pattern ours;
    private String cursor = CacheSession.START;

    /** @param probes names of this instance's probes of the target */
    public Leftovers(String instance, Set<String> probes) {
        this.instance = instance;
        this.probes = probes;
        this.prefix = "tidemark:" + instance + ":";
        this.ours = Pattern.compile(Pattern.quote(prefix)
                + probes.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")")) + NUMBER);
    }

    /**
     * Runs that are not over, whose rows stay.
     *
     * @param from ids from this one on are of runs that begin later
     * @param going ids below it that are at work
     */
    public record Running(long from, Set<Long> going) {}

    /**
     * What a sweep has done.
     *
     * @param removed rows, keys or processes
     * @param pieces statements and commands it took
     * @param complete whether all was looked through
     */
    public record Swept(long removed, long pieces, boolean complete) {

        private static final Swept NOTHING = new Swept(0, 0, true);

        private Swept and(Swept more) {
            return new Swept(removed + more.removed, pieces + more.pieces, complete && more.complete);
        }
    }

    /**
     * Removes leftovers piece by piece, each by itself; what a piece has removed stays removed.
     *
     * @param goOn asked before each piece
     */
    public Swept sweep(Session session, Running running, BooleanSupplier goOn) throws Exception {
        return switch (session) {
            case DatabaseSession database -> tables(database, running, goOn);
            case CacheSession cache -> keys(cache, goOn);
            case HttpSession _,WebSocketSession _ -> Swept.NOTHING;
            case LocalSession _ -> new Swept(Abandoned.end(instance, probes), 1, true);
        };
    }

    /** A table that cannot be swept, being locked for example, does not keep the others from it. */
    private Swept tables(DatabaseSession session, Running running, BooleanSupplier goOn) throws SQLException {
        Swept all = new Swept(0, 1, true);
        SQLException first = null;
        for (OwnTable.Marked table : OwnTable.marked(session)) {
            try {
                all = all.and(table.sweep(session, instance, running, goOn));
            } catch (SQLException e) {
                if (session.isBroken()) {
                    throw e;
                }
                first = first == null ? e : first;
            }
        }
        return unless(first, all);
    }

    private static Swept unless(@Nullable SQLException failure, Swept swept) throws SQLException {
        if (failure != null) {
            throw failure;
        }
        return swept;
    }

    /** Goes on next time where it stopped. */
    private Swept keys(CacheSession session, BooleanSupplier goOn) {
        Swept all = Swept.NOTHING;
        do {
            if (!goOn.getAsBoolean()) {
                return new Swept(all.removed, all.pieces, false);
            }
            CacheSession.Scanned scanned = session.scan(cursor, prefix);
            List<CacheKey> left = scanned.keys().stream().filter(key -> ours.matcher(key.toString()).matches())
                    .toList();
            session.removeAll(left);
            cursor = scanned.next();
            all = all.and(new Swept(left.size(), 1, true));
        } while (!cursor.equals(CacheSession.START));
        return all;
    }
}
