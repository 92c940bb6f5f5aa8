package io.tidemark.probe.machinery;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Issues signed JWTs (RFC 7519) and verifies them as a resource server does: the algorithm is the one we expect and never
 * the one the token names, issuer and audience are ours, and it has not expired.
 */
public final class Tokens {

    static final String ISSUER = "https://issuer.example";
    static final String AUDIENCE = "shop";
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int SECRET_BITS = 256;
    private static final int RSA_BITS = 2048;

    /** Made once: an issuer keeps its key for months, and making one takes longer than all that is done with it here. */
    private static final Map<JWSAlgorithm, JWK> KEYS = new HashMap<>();

    private final JWSHeader header;
    private final JWK key;
    private final JWSSigner signer;
    private final JWTProcessor<SecurityContext> verifier;

    private Tokens(JWSAlgorithm algorithm, JWKGenerator<? extends JWK> generator) throws JOSEException {
        this.key = key(algorithm, generator);
        this.header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build();
        this.signer = new DefaultJWSSignerFactory().createJWSSigner(key, algorithm);
        this.verifier = verifier(algorithm, key);
    }

    /** With a secret that both sides know. */
    public static Tokens hs256() throws JOSEException {
        return new Tokens(JWSAlgorithm.HS256, new OctetSequenceKeyGenerator(SECRET_BITS));
    }

    /** With an RSA key of 2,048 bits. */
    public static Tokens rs256() throws JOSEException {
        return new Tokens(JWSAlgorithm.RS256, new RSAKeyGenerator(RSA_BITS));
    }

    /** With a key on the curve P-256. */
    public static Tokens es256() throws JOSEException {
        return new Tokens(JWSAlgorithm.ES256, new ECKeyGenerator(Curve.P_256));
    }

    private static synchronized JWK key(JWSAlgorithm algorithm, JWKGenerator<? extends JWK> generator)
            throws JOSEException {
        JWK known = KEYS.get(algorithm);
        if (known == null) {
            known = generator.algorithm(algorithm).keyID("tidemark").generate();
            KEYS.put(algorithm, known);
        }
        return known;
    }

    private static JWTProcessor<SecurityContext> verifier(JWSAlgorithm algorithm, JWK key) {
        DefaultJWTProcessor<SecurityContext> made = new DefaultJWTProcessor<>();
        made.setJWSKeySelector(
                new JWSVerificationKeySelector<>(algorithm, new ImmutableJWKSet<>(new JWKSet(key))));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(AUDIENCE,
                new JWTClaimsSet.Builder().issuer(ISSUER).build(), Set.of("sub", "iat", "exp"));
        claims.setMaxClockSkew(0);
        made.setJWTClaimsSetVerifier(claims);
        return made;
    }

    JWK key() {
        return key;
    }

    /** A token that says who somebody is, valid for five minutes. */
    public String issue(String subject, Instant at) throws JOSEException {
        return sign(claims(subject, at).build());
    }

    String sign(JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    static JWTClaimsSet.Builder claims(String subject, Instant at) {
        return new JWTClaimsSet.Builder().issuer(ISSUER).audience(AUDIENCE).subject(subject)
                .jwtID(UUID.randomUUID().toString()).issueTime(Date.from(at)).expirationTime(Date.from(at.plus(LIFE)))
                .claim("scope", "orders:place orders:find");
    }

    /**
     * Who a token says somebody is.
     *
     * @throws BadJOSEException when it is not to be believed
     */
    public String verify(String token) throws BadJOSEException, JOSEException, ParseException {
        return verifier.process(token, null).getSubject();
    }
}
