package io.tidemark.probe.workload;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import io.tidemark.probe.machinery.Forgeries;
import io.tidemark.probe.machinery.Tokens;
import io.tidemark.probe.target.LocalSession;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** Issues a signed token and verifies it, in turns. Afterwards tokens that nobody may accept are shown. */
abstract class TokensWorkload extends MachineryWorkload {

    private volatile @Nullable Tokens tokens;

    TokensWorkload(String algorithm, String key) {
        super(Traits.reading("tokens-" + algorithm,
                "Issues a JWT signed with " + key + ", and verifies it, in turns.").operations("issue", "verify")
                .phases("execute").rows(1, 1), "p95 < 100ms", "error_rate <= 0", "violations < 1");
    }

    /** Not before they are needed: what signs is a library that most services never use. */
    abstract Tokens make() throws JOSEException;

    /** Who a token says somebody is, if it is to be believed. */
    String verified(Tokens by, String token) throws BadJOSEException, JOSEException, ParseException {
        return by.verify(token);
    }

    @Override
    public final List<String> statements(Assignment assignment) {
        return List.of("issue a token for a subject, valid for five minutes",
                "verify that token: signature, issuer, audience and expiry");
    }

    @Override
    public void prepare(LocalSession session, Assignment assignment) throws JOSEException {
        tokens = make();
    }

    @Override
    public Operation operation(LocalSession session, Assignment assignment, int worker) {
        return new Turns(Objects.requireNonNull(tokens), "user-" + worker);
    }

    private final class Turns implements Operation {

        private final Tokens by;
        private final String subject;
        private @Nullable String issued;

        Turns(Tokens by, String subject) {
            this.by = by;
            this.subject = subject;
        }

        @Override
        public void run(Stopwatch watch) throws Exception {
            String token = issued;
            issued = null;
            if (token == null) {
                issue(watch);
            } else {
                verify(watch, token);
            }
        }

        private void issue(Stopwatch watch) throws JOSEException {
            watch.start();
            String made = by.issue(subject, Instant.now());
            watch.stop("issue", "execute");
            issued = made;
        }

        private void verify(Stopwatch watch, String token) throws BadJOSEException, JOSEException, ParseException {
            watch.start();
            String said = verified(by, token);
            watch.stop("verify", "execute");
            if (!subject.equals(said)) {
                evidence.found("tokens were read wrongly", "for " + subject + " it said " + said);
            }
        }
    }

    @Override
    public Verification verify(LocalSession session, Assignment assignment, Measured measured) throws Exception {
        Tokens by = Objects.requireNonNull(tokens);
        Forgeries.of(by, Instant.now()).forEach((what, token) -> checkRefused(by, what, token));
        return evidence.verification();
    }

    private void checkRefused(Tokens by, String what, String token) {
        try {
            verified(by, token);
            evidence.check(false, "a token " + what + " was accepted");
        } catch (BadJOSEException | JOSEException | ParseException _) {
            // As it should be.
        }
    }
}
