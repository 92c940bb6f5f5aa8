package io.tidemark.probe.workload;

import com.nimbusds.jose.JOSEException;
import io.tidemark.probe.machinery.Tokens;

/** Tokens signed with a secret that both sides know (HMAC with SHA-256). */
class TokensHs256Workload extends TokensWorkload {

    TokensHs256Workload() {
        super("hs256", "a shared secret (HS256)");
    }

    @Override
    Tokens make() throws JOSEException {
        return Tokens.hs256();
    }
}
