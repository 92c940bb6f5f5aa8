package io.tidemark.probe.machinery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A token is believed when it is ours and still valid, and never else. */
class TokensTests {

    private interface Maker {
        Tokens make() throws JOSEException;
    }

    private static final Map<String, Maker> ALL = Map.of("HS256", Tokens::hs256, "RS256", Tokens::rs256, "ES256",
            Tokens::es256);

    @Test
    void whatIsIssuedIsBelieved() throws Exception {
        for (Map.Entry<String, Maker> one : ALL.entrySet()) {
            Tokens tokens = one.getValue().make();
            String token = tokens.issue("alice", Instant.now());

            assertThat(JWTParser.parse(token).getHeader().getAlgorithm().getName()).isEqualTo(one.getKey());
            assertThat(tokens.verify(token)).isEqualTo("alice");
            assertThat(one.getValue().make().verify(token)).as("the key stays").isEqualTo("alice");
        }
    }

    @Test
    void noForgedOneIsBelieved() throws Exception {
        for (Map.Entry<String, Maker> one : ALL.entrySet()) {
            Tokens tokens = one.getValue().make();
            Map<String, String> forged = Forgeries.of(tokens, Instant.now());

            assertThat(forged).hasSize(one.getKey().equals("HS256") ? 8 : 9);
            forged.forEach((what, token) -> assertThatExceptionOfType(Exception.class).as(one.getKey() + ", " + what)
                    .isThrownBy(() -> tokens.verify(token))
                    .isInstanceOfAny(BadJOSEException.class, JOSEException.class, ParseException.class));
        }
    }

    @Test
    void aTokenOfAnotherKindIsNotBelieved() throws Exception {
        String token = Tokens.hs256().issue("alice", Instant.now());

        assertThatExceptionOfType(BadJOSEException.class).isThrownBy(() -> Tokens.rs256().verify(token));
        assertThatExceptionOfType(BadJOSEException.class).isThrownBy(() -> Tokens.es256().verify(token));
    }
}
