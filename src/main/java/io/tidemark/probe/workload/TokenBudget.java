package io.tidemark.probe.workload;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Keeps a probe within what it may use in a day. What a request may use at the most is taken off before it is sent, and
 * what it has not used is given back afterwards; so no more is ever used than the day has, and what runs when the process
 * is killed counts as used.
 */
public final class TokenBudget {

    private final Allowance allowance;
    private final TokenFile file;
    private final InstantSource clock;
    private TokenFile.Day day;

    TokenBudget(Allowance allowance, TokenFile file, InstantSource clock) {
        this.allowance = allowance;
        this.file = file;
        this.clock = clock;
        this.day = file.read(today());
    }

    /** What was taken off for one request, and on which day. */
    record Hold(LocalDate day, TokenUse most) {}

    /** Why a request may not be sent now; empty when it may. */
    Optional<String> objection(TokenUse most) {
        return lacking(most).or(this::unkept);
    }

    private synchronized Optional<String> lacking(TokenUse most) {
        roll();
        return day.isKnown() ? allowance.objection(day.used(), most) : Optional.of(file.unreadable());
    }

    /** What is not on disk would be forgotten by the next start. */
    private Optional<String> unkept() {
        try {
            file.write(this::current);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(file.unwritable());
        }
    }

    private synchronized TokenFile.Day current() {
        return day;
    }

    /** @throws ProbeException when there is not enough left */
    Hold hold(TokenUse most) throws ProbeException {
        Hold hold = take(most);
        Optional<String> unkept = unkept();
        if (unkept.isPresent()) {
            settle(hold, TokenUse.NONE);
            throw refused(unkept.get());
        }
        return hold;
    }

    private synchronized Hold take(TokenUse most) throws ProbeException {
        Optional<String> lacking = lacking(most);
        if (lacking.isPresent()) {
            throw refused(lacking.get());
        }
        day = day.plus(most);
        return new Hold(day.date(), most);
    }

    private static ProbeException refused(String reason) {
        return new ProbeException(new Failure(Kind.BUDGET, reason), null);
    }

    /** A request is over and has used so much. Its use belongs to the day on which it was sent. */
    void settle(Hold hold, TokenUse used) {
        synchronized (this) {
            roll();
            if (hold.day.equals(day.date())) {
                day = day.plus(used.minus(hold.most));
            }
        }
        // Should it not be written now, it is before the next request; until then too much counts as used.
        var _ = unkept();
    }

    /** The part of the day's budget that is used; 1 when all is. */
    synchronized double share() {
        roll();
        return day.isKnown() ? allowance.share(day.used()) : 1;
    }

    Allowance allowance() {
        return allowance;
    }

    /** A clock that is set back a little begins no new day. */
    private void roll() {
        LocalDate today = today();
        if (!today.equals(day.date()) && !today.plusDays(1).equals(day.date())) {
            day = TokenFile.Day.fresh(today);
        }
    }

    private LocalDate today() {
        Instant now = clock.instant();
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
