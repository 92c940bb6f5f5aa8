package io.tidemark.threshold;

import io.tidemark.threshold.ConfiguredRules.Reading;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the rules of a changed configuration into force while the service runs; bad ones change nothing. */
public final class RuleReload {

    /** Names that are told one by one. */
    private static final int MOST = 20;

    private final RuleBook book;
    private final ConfiguredRules.Reader reader;
    private final InstantSource clock;
    private volatile @Nullable String trouble;
    private volatile List<String> needRestart = List.of();

    RuleReload(RuleBook book, ConfiguredRules.Reader reader, InstantSource clock) {
        this.book = book;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Reads the configuration and judges its rules from now on.
     *
     * @return keys of anything else that has changed and needs a restart
     * @throws RuleConflictException when it cannot be used; the earlier rules stay in force
     */
    public synchronized List<String> reload() {
        try {
            Reading reading = reader.read();
            book.configure(reading.rules());
            trouble = null;
            needRestart = reading.needRestart();
            return needRestart;
        } catch (IllegalArgumentException | RuleException e) {
            Instant now = clock.instant();
            String said = "the configuration as it was read at " + now
                    + " cannot be used, and the earlier rules stay in force: " + e.getMessage();
            trouble = said;
            throw new RuleConflictException(said);
        }
    }

    /** What is not in force although somebody wrote it, one sentence each; empty when all is well. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        String said = trouble;
        if (said != null) {
            problems.add(said.lines().findFirst().orElse(said));
        }
        if (!needRestart.isEmpty()) {
            problems.add("changed in the configuration, and in force only after a restart: " + some(needRestart));
        }
        List<String> unjudged = book.set().unjudged().stream().map(one -> one.rule().name()).toList();
        if (!unjudged.isEmpty()) {
            problems.add("stored and not judged, as /api/v1/thresholds says why: " + some(unjudged));
        }
        return problems;
    }

    private static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(MOST, names.size())));
        return names.size() > MOST ? first + " and " + (names.size() - MOST) + " more" : first;
    }
}
