package io.bouquet.accounts.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks the signature and the claims of JSON Web Tokens (RFC 7519, RFC 8725). Only signatures by private keys are accepted:
 * with {@code HS256} anybody who knows the public key could sign, if it were taken for a secret.
 */
final class JwtCheck {
    private static final Set<JWSAlgorithm> ALGORITHMS = algorithms();

    private final int skewSeconds;
    private final DefaultJWTClaimsVerifier<SecurityContext> claims;

    JwtCheck(String issuer, String audience, int skewSeconds, InstantSource clock) {
        this.skewSeconds = skewSeconds;
        this.claims =
                new DefaultJWTClaimsVerifier<>(
                        Set.of(audience),
                        new JWTClaimsSet.Builder().issuer(issuer).build(),
                        Set.of("exp"),
                        null) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew(skewSeconds);
    }

    private static Set<JWSAlgorithm> algorithms() {
        Set<JWSAlgorithm> algorithms = new HashSet<>();
        algorithms.addAll(JWSAlgorithm.Family.RSA);
        algorithms.add(JWSAlgorithm.ES256);
        algorithms.add(JWSAlgorithm.ES384);
        algorithms.add(JWSAlgorithm.ES512);
        return Set.copyOf(algorithms);
    }

    long skewMillis() {
        return skewSeconds * 1000L;
    }

    /** Refuses other algorithms than those of {@link #ALGORITHMS}. */
    void header(SignedJWT jwt) throws BadJOSEException {
        JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
        if (!ALGORITHMS.contains(algorithm)) {
            throw new BadJOSEException("the algorithm " + algorithm + " is not accepted");
        }
    }

    JWTClaimsSet verify(SignedJWT jwt, JWKSet keys) throws BadJOSEException, JOSEException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(claims);
        return processor.process(jwt, null);
    }
}
