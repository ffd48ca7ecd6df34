package io.bouquet.accounts.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.bouquet.accounts.Audit;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.web.spi.RequestAuthenticator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Authenticates requests by JSON Web Tokens of one issuer, sent as bearer tokens. Not active without a configuration. */
@Component(
        configurationPid = OidcAuthenticator.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = Constants.SERVICE_RANKING + ":Integer=90")
@Designate(ocd = OidcAuthenticator.Config.class)
public final class OidcAuthenticator implements RequestAuthenticator {
    static final String PID = "io.bouquet.accounts.oidc";

    private static final String SCHEME = "Bearer ";
    private static final int RETRY_AFTER_SECONDS = 2;
    private static final int MAX_CACHED = 10_000;
    private static final int SHOWN_HASH = 16;

    /** The issuer, and what its claims mean here. */
    @ObjectClassDefinition(name = "Bouquet OpenID provider")
    @interface Config {
        @AttributeDefinition(description = "URL of the issuer, as in the claim iss; required")
        String issuer();

        @AttributeDefinition(description = "Audience that a token must name in the claim aud; required")
        String audience();

        @AttributeDefinition(description = "Claim with the name of the user")
        String nameClaim() default "sub";

        @AttributeDefinition(
                description =
                        "Begins the name of the account. With the default, no account of the issuer has the name of"
                                + " an account of the platform")
        String namePrefix() default "oidc:";

        @AttributeDefinition(description = "Claim with the groups or roles of the user; dots lead into objects")
        String groupsClaim() default "groups";

        @AttributeDefinition(
                description =
                        "Groups of the platform for values of groupsClaim: value=group. Other values mean nothing")
        String[] groups() default {};

        @AttributeDefinition(description = "Claim with the scopes of the token")
        String scopesClaim() default "scope";

        @AttributeDefinition(
                description = "Scopes of the platform for values of scopesClaim: value=scope. Other values count as"
                        + " they are")
        String[] scopes() default {};

        @AttributeDefinition(description = "Scopes of a token without scopesClaim")
        String[] defaultScopes() default {"read", "write"};

        @AttributeDefinition(description = "Seconds by which the clocks of the issuer and the platform may differ")
        int skewSeconds() default 30;
    }

    private final IssuerKeys keys;
    private final JwtCheck check;
    private final ClaimMapping mapping;
    private final InstantSource clock;
    /** Ids of keys, with the number of attempts to read the keys at that time. */
    private final Map<String, Long> unknownKeys = new ConcurrentHashMap<>();
    /** By the hash of the token. */
    private final Map<String, Verified> verified = new ConcurrentHashMap<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Audit audit;

    /** @param keys the keys that verified the token; others may be current by now */
    private record Verified(Caller caller, long expires, JWKSet keys) {}

    /** @throws IllegalArgumentException if a setting is missing or invalid */
    @Activate
    public OidcAuthenticator(Config config) {
        this(config, new IssuerKeys(required("issuer", config.issuer())), InstantSource.system());
        keys.start();
    }

    OidcAuthenticator(Config config, IssuerKeys keys, InstantSource clock) {
        this.keys = keys;
        this.check = new JwtCheck(
                required("issuer", config.issuer()),
                required("audience", config.audience()),
                config.skewSeconds(),
                clock);
        this.mapping = new ClaimMapping(config);
        this.clock = clock;
    }

    private static String required(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(PID + " lacks the setting " + name);
        }
        return value.strip();
    }

    @Deactivate
    void close() {
        keys.close();
    }

    @Override
    public Optional<Caller> authenticate(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authenticate(header.substring(SCHEME.length()).strip(), request.getRemoteAddr())
                : Optional.empty();
    }

    Optional<Caller> authenticate(String token, String address) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.indexOf('.', dot + 1) < 0) {
            return Optional.empty(); // a token of another kind
        }
        JWKSet current = keys.current();
        String hash = hash(token);
        Verified before = verified.get(hash);
        if (before != null && before.keys == current && clock.millis() < before.expires) {
            return Optional.of(before.caller);
        }
        verified.remove(hash);
        try {
            return Optional.of(read(SignedJWT.parse(token), hash, current));
        } catch (ParseException | JOSEException | BadJOSEException | IllegalArgumentException e) {
            Audit record = audit;
            if (record != null) {
                record.refused("-", address, "login with a token of the issuer", String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }
    }

    private Caller read(SignedJWT jwt, String hash, @Nullable JWKSet current)
            throws ParseException, JOSEException, BadJOSEException {
        // first, so that no invented token causes a look at the issuer
        check.header(jwt);
        if (current == null) {
            keys.refresh();
            throw unknownKey();
        }
        if (!has(current, jwt)) {
            keys.refresh();
            if (isNew(jwt.getHeader().getKeyID())) {
                throw unknownKey();
            }
        }
        JWTClaimsSet claims = check.verify(jwt, current);
        Caller caller = mapping.caller(claims, "jwt-" + hash.substring(0, SHOWN_HASH));
        if (verified.size() >= MAX_CACHED) {
            verified.clear();
        }
        verified.put(hash, new Verified(caller, claims.getExpirationTime().getTime() + check.skewMillis(), current));
        return caller;
    }

    /** Returns whether the keys were not read again since a token named this unknown key for the first time. */
    private boolean isNew(@Nullable String key) {
        if (unknownKeys.size() >= MAX_CACHED) {
            unknownKeys.clear();
        }
        long attempts = keys.attempts();
        Long first = unknownKeys.putIfAbsent(key == null ? "" : key, attempts);
        return first == null || first == attempts;
    }

    private static LoginDeferredException unknownKey() {
        return new LoginDeferredException(
                LoginDeferredException.Reason.STORE_DOWN,
                "the token was not checked: its key is not known yet; try again soon",
                RETRY_AFTER_SECONDS);
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static boolean has(JWKSet keys, SignedJWT jwt) {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(jwt.getHeader());
        return matcher != null && !new JWKSelector(matcher).select(keys).isEmpty();
    }
}
