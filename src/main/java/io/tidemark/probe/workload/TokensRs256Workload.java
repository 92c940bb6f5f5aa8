package io.tidemark.probe.workload;

import com.nimbusds.jose.JOSEException;
import io.tidemark.probe.machinery.Tokens;

/** Tokens signed with an RSA key of 2,048 bits: issuing is dear, verifying cheap. */
class TokensRs256Workload extends TokensWorkload {

    TokensRs256Workload() {
        super("rs256", "an RSA key of 2,048 bits (RS256)");
    }

    @Override
    Tokens make() throws JOSEException {
        return Tokens.rs256();
    }
}
