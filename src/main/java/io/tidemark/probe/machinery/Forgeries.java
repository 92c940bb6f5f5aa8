package io.tidemark.probe.machinery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tokens that nobody may accept, made of good ones (RFC 8725, Best Current Practices for JWTs). */
public final class Forgeries {

    private static final Duration LONG_AGO = Duration.ofHours(1);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Forgeries() {}

    /** By what is wrong with each, as the end of `a token …`. */
    public static Map<String, String> of(Tokens tokens, Instant now) throws JOSEException {
        JWTClaimsSet claims = Tokens.claims("mallory", now).build();
        String[] good = tokens.issue("alice", now).split("\\.", -1);
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("with other claims", good[0] + "." + encoded(claims.toString()) + "." + good[2]);
        forged.put("with another signature", good[0] + "." + good[1] + "." + tampered(good[2]));
        forged.put("without a signature", good[0] + "." + good[1] + ".");
        forged.put("that has expired", tokens.issue("alice", now.minus(LONG_AGO)));
        forged.put("with alg none", new PlainJWT(claims).serialize());
        forged.put("with alg none and a signature", encoded("{\"alg\":\"none\"}") + "." + good[1] + "." + good[2]);
        forged.put("of another issuer", tokens.sign(new JWTClaimsSet.Builder(claims).issuer("https://evil.example")
                .build()));
        forged.put("for another audience", tokens.sign(new JWTClaimsSet.Builder(claims).audience("bank").build()));
        if (tokens.key() instanceof AsymmetricJWK known) {
            forged.put("signed with the public key as a secret", confused(claims, known));
        }
        return forged;
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(UTF_8));
    }

    private static String tampered(String signature) {
        return (signature.charAt(0) == 'A' ? 'B' : 'A') + signature.substring(1);
    }

    /** Whoever lets the token choose the algorithm takes what everybody knows for a secret. */
    private static String confused(JWTClaimsSet claims, AsymmetricJWK known) throws JOSEException {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("tidemark").build(), claims);
        token.sign(new MACSigner(known.toPublicKey().getEncoded()));
        return token.serialize();
    }
}
