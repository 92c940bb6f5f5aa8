package io.tidemark.collect.web;

import io.tidemark.collect.ResultRuns;
import io.tidemark.history.History;
import io.tidemark.intake.Imported;
import io.tidemark.intake.Results;
import io.tidemark.intake.ResultsException;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sources;
import io.tidemark.web.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamSource;
import org.springframework.http.HttpStatus;

/** Takes files of results in, each as a whole and once, and few at a time. */
final class ResultIntake {

    private static final int AT_ONCE = 2;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final ResultRuns runs;
    private final History history;
    private final ResultNaming naming;
    private final LongSupplier nanos;
    private final RecentFiles recent;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    /** @param remembered where it is kept which files have come */
    ResultIntake(ResultRuns runs, History history, Sources sources, LongSupplier nanos, Path remembered) {
        this.recent = new RecentFiles(remembered);
        this.runs = runs;
        this.history = history;
        this.naming = new ResultNaming(sources);
        this.nanos = nanos;
    }

    /**
     * Runs of what a file holds, on disk when this returns: those of the first time when it has come before.
     *
     * @param name what the result is called, or what the names of the results in the file begin with
     * @throws ProblemException when the file is not taken
     * @throws io.tidemark.history.StoreException when the disk refuses; what was taken then is found when it comes again
     */
    Taken take(String format, @Nullable String name, InputStreamSource body) {
        if (!turns.tryAcquire()) {
            throw ProblemException
                    .unavailable(AT_ONCE + " files are being read; more are not taken at once, so try again.");
        }
        try (DigestInputStream file = RecentFiles.digesting(new TimelyBody(body.getInputStream(), LONGEST, nanos))) {
            List<Imported> results = Results.parse(format, file);
            Taken taken = taken(format, name, results, RecentFiles.key(format, name, file));
            if (taken.isNew()) {
                recent.keep();
            }
            history.flush();
            return taken;
        } catch (ResultsException e) {
            throw new ProblemException(status(e.kind()), e.sentence() + ".");
        } catch (IOException _) {
            throw ProblemException.badRequest("The body ends in the middle of the file.");
        } finally {
            turns.release();
        }
    }

    private Taken taken(String format, @Nullable String name, List<Imported> results, String key) {
        List<Long> ids = recent.find(key);
        List<Run> before = ids.stream().map(history::run).flatMap(Optional::stream).toList();
        if (before.size() == results.size()) {
            return new Taken(false, before, results);
        }
        return made(format, name, results, key, ids).map(made -> new Taken(true, made, results))
                .orElseGet(() -> taken(format, name, results, key));
    }

    /**
     * Of one file after the other, so that the same is not taken twice at one time.
     *
     * @param known what it has become as far as was known, and is no longer there
     * @return empty when it has come meanwhile
     */
    private synchronized Optional<List<Run>> made(String format, @Nullable String name, List<Imported> results,
            String key, List<Long> known) {
        if (!recent.find(key).equals(known)) {
            return Optional.empty();
        }
        List<Run> made = runs.take(format, naming.of(name, format, results), results);
        recent.remember(key, made.stream().map(Run::id).toList());
        return Optional.of(made);
    }

    private static HttpStatus status(ResultsException.Kind kind) {
        return switch (kind) {
            case UNKNOWN_FORMAT -> HttpStatus.NOT_FOUND;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case MALFORMED -> HttpStatus.BAD_REQUEST;
        };
    }

    /**
     * What a file has become.
     *
     * @param isNew whether it has become that now
     * @param runs one for each of the results, in their order
     */
    record Taken(boolean isNew, List<Run> runs, List<Imported> results) {}
}
