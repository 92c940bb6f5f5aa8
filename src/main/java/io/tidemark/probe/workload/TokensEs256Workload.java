package io.tidemark.probe.workload;

import com.nimbusds.jose.JOSEException;
import io.tidemark.probe.machinery.Tokens;

/** Tokens signed with an elliptic curve. */
class TokensEs256Workload extends TokensWorkload {

    TokensEs256Workload() {
        super("es256", "a key on the curve P-256 (ES256)");
    }

    @Override
    Tokens make() throws JOSEException {
        return Tokens.es256();
    }
}
