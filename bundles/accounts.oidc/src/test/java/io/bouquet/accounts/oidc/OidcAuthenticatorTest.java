package io.bouquet.accounts.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.LoginDeferredException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an issuer that runs in this process, and of attackers. */
class OidcAuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String HERE = "192.0.2.1";

    private static RSAKey rsa;
    private static RSAKey next;
    private static ECKey ec;

    private final Issuer issuer = new Issuer();
    private final IssuerKeys keys = new IssuerKeys(issuer.url(), Duration.ofMillis(50));
    private Instant now = NOW;
    private final InstantSource clock = () -> now;
    private final OidcAuthenticator authenticator =
            new OidcAuthenticator(new Settings(issuer.url(), "bouquet"), keys, clock);

    @BeforeAll
    static void generate() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        next = new RSAKeyGenerator(2048).keyID("next").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    }

    @BeforeEach
    void start() throws Exception {
        issuer.keys(rsa, ec);
        issuer.start();
        keys.start();
        await().atMost(SOON).until(() -> keys.current() != null);
    }

    @AfterEach
    void stop() {
        authenticator.close();
        issuer.close();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer.url())
                .audience(List.of("other", "bouquet"))
                .subject("alice")
                .claim("scope", "read api.publish admin openid")
                .claim("realm", Map.of("roles", List.of("staff", "owner", "admin")))
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    private static String signed(JWK key, JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims)
            throws Exception {
        return signed(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), signer, claims);
    }

    private static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private String rsaSigned(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return signed(
                rsa,
                JWSAlgorithm.RS256,
                new RSASSASigner(rsa),
                change.apply(claims()).build());
    }

    private Optional<Caller> callerOf(String token) {
        return authenticator.authenticate(token, HERE);
    }

    @Test
    void makesAnAccountOfTheClaims() throws Exception {
        Caller caller = callerOf(rsaSigned(same -> same)).orElseThrow();
        assertThat(caller.account()).isEqualTo(new Account("oidc:alice", Set.of("admin", "editors")));
        assertThat(caller.scopes()).containsExactlyInAnyOrder("read", "reviews:publish", "admin", "openid");
        assertThat(caller.token()).startsWith("jwt-");
        assertThat(callerOf(rsaSigned(token -> token.claim("scope", null)))
                        .orElseThrow()
                        .scopes())
                .containsExactlyInAnyOrder("read", "write");
        assertThat(callerOf(rsaSigned(token -> token.claim("scope", List.of("write"))))
                        .orElseThrow()
                        .account()
                        .groups())
                .containsExactly("editors");
    }

    @Test
    void acceptsSignaturesByPrivateKeys() throws Exception {
        for (JWSAlgorithm algorithm : JWSAlgorithm.Family.RSA) {
            assertThat(callerOf(signed(rsa, algorithm, new RSASSASigner(rsa), claims().build())))
                    .as("%s", algorithm)
                    .isPresent();
        }
        assertThat(callerOf(signed(ec, JWSAlgorithm.ES256, new ECDSASigner(ec), claims().build())))
                .isPresent();
        assertThat(callerOf(signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .type(new JOSEObjectType("at+jwt"))
                                .build(),
                        new RSASSASigner(rsa),
                        claims().build())))
                .isPresent();
    }

    @Test
    void refusesThePublicKeyAsASecret() throws Exception {
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n" + rsa.toRSAPublicKey() + "\n-----END PUBLIC KEY-----")
                .getBytes(StandardCharsets.US_ASCII);
        for (byte[] secret : List.of(
                rsa.toRSAPublicKey().getEncoded(),
                pem,
                rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
            for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512)) {
                assertThat(callerOf(signed(rsa, algorithm, new MACSigner(secret), claims().build())))
                        .isEmpty();
            }
        }
    }

    @Test
    void refusesTokensWithoutASignature() throws Exception {
        assertThat(callerOf(new PlainJWT(claims().build()).serialize())).isEmpty();
        String token = rsaSigned(same -> same);
        String[] parts = token.split("\\.");
        assertThat(callerOf(parts[0] + "." + parts[1] + ".")).isEmpty();
        String none = Base64URL.encode("{\"alg\":\"None\"}").toString();
        assertThat(callerOf(none + "." + parts[1] + ".")).isEmpty();
        assertThat(callerOf(none + "." + parts[1] + "." + parts[2])).isEmpty();
    }

    @Test
    void refusesChangedClaimsAndForeignKeys() throws Exception {
        String[] parts = rsaSigned(same -> same).split("\\.");
        String other =
                Base64URL.encode(claims().subject("bob").build().toString()).toString();
        assertThat(callerOf(parts[0] + "." + other + "." + parts[2])).isEmpty();
        RSAKey foreign = new RSAKeyGenerator(2048).keyID("rsa").generate();
        assertThat(callerOf(signed(foreign, JWSAlgorithm.RS256, new RSASSASigner(foreign), claims().build())))
                .isEmpty();
        JWSHeader brings = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa")
                .jwk(foreign.toPublicJWK())
                .jwkURL(URI.create(issuer.url() + "/foreign"))
                .build();
        assertThat(callerOf(signed(brings, new RSASSASigner(foreign), claims().build())))
                .isEmpty();
        // an EC key does not verify RSA, whatever the header says
        String confused = signed(ec, JWSAlgorithm.RS256, new RSASSASigner(rsa), claims().build());
        await().atMost(SOON).ignoreException(LoginDeferredException.class).until(() -> callerOf(confused)
                .isEmpty());
    }

    @Test
    void refusesWrongClaims() throws Exception {
        assertThat(callerOf(rsaSigned(token -> token.issuer("https://evil.example"))))
                .isEmpty();
        assertThat(callerOf(rsaSigned(token -> token.issuer(null)))).isEmpty();
        assertThat(callerOf(rsaSigned(token -> token.audience("other")))).isEmpty();
        assertThat(callerOf(rsaSigned(token -> token.audience((String) null)))).isEmpty();
        assertThat(callerOf(rsaSigned(token -> token.expirationTime(null)))).isEmpty();
        assertThat(callerOf(rsaSigned(token -> token.notBeforeTime(Date.from(NOW.plusSeconds(40))))))
                .isEmpty();
        assertThat(callerOf(rsaSigned(token -> token.notBeforeTime(Date.from(NOW.plusSeconds(20))))))
                .isPresent();
        for (String name : List.of("", "a\r\nb", "<b>", "x".repeat(200))) {
            assertThat(callerOf(rsaSigned(token -> token.subject(name))))
                    .as(name)
                    .isEmpty();
        }
        assertThat(callerOf(rsaSigned(token -> token.subject(null)))).isEmpty();
    }

    @Test
    void refusesATokenThatHasExpiredMeanwhile() throws Exception {
        String token = rsaSigned(same -> same);
        assertThat(callerOf(token)).isPresent();
        now = NOW.plusSeconds(85);
        assertThat(callerOf(token)).isPresent();
        now = NOW.plusSeconds(95);
        assertThat(callerOf(token)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b", "a.b.c", "..", "a.b.c.d.e", "bqt_abc.def.ghi", "eyJ.eyJ.x"})
    void refusesTextsThatAreNoTokens(String text) {
        assertThat(callerOf(text)).isEmpty();
    }

    @Test
    void learnsNewKeysAndForgetsOldOnes() throws Exception {
        String old = rsaSigned(same -> same);
        assertThat(callerOf(old)).isPresent();
        String token = signed(next, JWSAlgorithm.RS256, new RSASSASigner(next), claims().build());
        issuer.keys(next);
        await().atMost(SOON).ignoreException(LoginDeferredException.class).until(() -> callerOf(token)
                .isPresent());
        await().atMost(SOON).ignoreException(LoginDeferredException.class).until(() -> callerOf(old)
                .isEmpty());
    }

    @Test
    void keepsTheLastKeysWhileTheIssuerIsDown() throws Exception {
        issuer.isDown = true;
        String unknown = signed(next, JWSAlgorithm.RS256, new RSASSASigner(next), claims().build());
        await().atMost(SOON).ignoreException(LoginDeferredException.class).until(() -> callerOf(unknown)
                .isEmpty());
        assertThat(callerOf(rsaSigned(same -> same))).isPresent();
    }

    @Test
    void asksTheIssuerRarelyForInventedKeys() throws Exception {
        try (IssuerKeys slow = new IssuerKeys(issuer.url(), Duration.ofMinutes(1))) {
            slow.start();
            await().atMost(SOON).until(() -> slow.current() != null);
            int before = issuer.asked.get();
            for (int i = 0; i < 100; i++) {
                slow.refresh();
            }
            assertThat(issuer.asked.get()).isEqualTo(before);
        }
    }

    @Test
    void saysThatItDidNotLookBeforeItKnowsKeys() throws Exception {
        OidcAuthenticator early =
                new OidcAuthenticator(new Settings(issuer.url(), "bouquet"), new IssuerKeys(issuer.url()), clock);
        String token = rsaSigned(same -> same);
        assertThatThrownBy(() -> early.authenticate(token, HERE)).isInstanceOf(LoginDeferredException.class);
        String hmac = signed(rsa, JWSAlgorithm.HS256, new MACSigner(new byte[32]), claims().build());
        assertThat(early.authenticate(hmac, HERE)).isEmpty();
        early.close();
    }

    @Test
    void doesNotBelieveAnIssuerThatCallsItselfAnother() {
        try (IssuerKeys other = new IssuerKeys(issuer.url() + "/", Duration.ofMillis(50))) {
            int before = issuer.asked.get();
            other.start();
            await().atMost(SOON).until(() -> issuer.asked.get() > before + 1);
            assertThat(other.current()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://issuer.example", "file:/etc/passwd", "issuer", "https:///x", "https://a/?b", "ftp://a"})
    void refusesAnIssuerWithoutTls(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> new IssuerKeys(url));
    }

    @Test
    void refusesSettingsThatAreMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OidcAuthenticator(new Settings(issuer.url(), " "), keys, clock))
                .withMessageContaining("lacks the setting audience");
    }
}
