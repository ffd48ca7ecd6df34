package io.bouquet.web.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets pages of other origins call some paths (the CORS protocol of the Fetch standard). One for each configuration. */
@Component(service = CorsRule.class, configurationPid = CorsRule.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CorsRule.Config.class, factory = true)
public final class CorsRule {
    static final String PID = "io.bouquet.web.cors";

    private static final Logger LOG = LoggerFactory.getLogger(CorsRule.class);
    private static final String ANY = "*";
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[a-z0-9.:\\[\\]_-]+");
    private static final String BEARER = "Bearer ";

    /** Which origins may call which paths, and how. */
    @ObjectClassDefinition(name = "Bouquet CORS")
    @interface Config {
        @AttributeDefinition(
                description = "Paths, with all paths below them, such as the base of an application: /reviews")
        String[] paths() default {};

        @AttributeDefinition(
                description =
                        "Origins of the pages that may call the paths, such as https://app.example.org; * for all,"
                                + " not possible with credentials")
        String[] origins() default {};

        @AttributeDefinition(description = "Methods that the pages may use")
        String[] methods() default {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

        @AttributeDefinition(description = "Headers that the pages may send")
        String[] headers() default {"Authorization", "Content-Type", "X-Request-Id"};

        @AttributeDefinition(description = "Headers of the answers that the pages may read")
        String[] exposedHeaders() default {
            "ETag",
            "Location",
            "Retry-After",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "WWW-Authenticate",
            "X-Request-Id"
        };

        @AttributeDefinition(
                description = "Whether browsers may add cookies and passwords to requests of the pages by themselves")
        boolean credentials() default false;

        @AttributeDefinition(description = "Seconds for which a browser may remember the answer to a preflight")
        int maxAgeSeconds() default 600;
    }

    private final List<String> paths;
    private final Set<String> origins;
    private final Set<String> methods;
    private final Set<String> headers = new HashSet<>();
    private final String methodsText;
    private final String headersText;
    private final String exposedText;
    private final boolean credentials;
    private final int maxAgeSeconds;

    @Activate
    public CorsRule(Config config) {
        this.paths = Settings.list(config.paths());
        this.credentials = config.credentials();
        this.origins = origins(Settings.list(config.origins()), credentials);
        this.methods = Set.copyOf(Settings.list(config.methods()));
        this.methodsText = String.join(", ", Settings.list(config.methods()));
        this.headersText = String.join(", ", Settings.list(config.headers()));
        this.exposedText = String.join(", ", Settings.list(config.exposedHeaders()));
        Settings.list(config.headers()).forEach(name -> headers.add(name.toLowerCase(Locale.ROOT)));
        this.maxAgeSeconds = config.maxAgeSeconds();
    }

    private static Set<String> origins(List<String> configured, boolean credentials) {
        Set<String> origins = new HashSet<>();
        for (String one : configured) {
            String origin = one.toLowerCase(Locale.ROOT);
            if (origin.equals(ANY) && credentials) {
                LOG.error("{}: the origin * is not used, because credentials is true; name the origins", PID);
            } else if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
                LOG.error("{}: the origin '{}' is not used; an origin is like https://app.example.org", PID, one);
            } else {
                origins.add(origin);
            }
        }
        return origins;
    }

    /** Returns the first rule for the path that allows the origin; null if there is none. */
    static @Nullable CorsRule find(List<CorsRule> rules, String path, String origin) {
        for (int i = 0; i < rules.size(); i++) {
            CorsRule rule = rules.get(i);
            if (rule.allows(origin) && rule.isFor(path)) {
                return rule;
            }
        }
        return null;
    }

    private boolean isFor(String path) {
        return PlainPath.is(path) && paths.stream().anyMatch(above -> PlainPath.isWithin(path, above));
    }

    private boolean allows(String origin) {
        return origins.contains(ANY) || origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    /** Sets the headers that let the page read the answer. */
    void setHeaders(HttpServletResponse response, String origin) {
        response.setHeader("Access-Control-Allow-Origin", origins.contains(ANY) ? ANY : origin);
        response.addHeader("Vary", "Origin");
        response.setHeader("Access-Control-Expose-Headers", exposedText);
        if (credentials) {
            response.setHeader("Access-Control-Allow-Credentials", "true");
        }
    }

    /** Returns whether a request asks what a page may send. It has no credentials. */
    static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** Answers a preflight; returns why it is refused, or null if it is answered. */
    @Nullable
    Problem answer(HttpServletRequest request, HttpServletResponse response) {
        if (!methods.contains(request.getHeader("Access-Control-Request-Method"))) {
            return new Problem(403, "pages of this origin may not use this method here");
        }
        String asked = request.getHeader("Access-Control-Request-Headers");
        if (asked != null) {
            for (String name : asked.split(",")) {
                if (!headers.contains(name.strip().toLowerCase(Locale.ROOT))) {
                    return new Problem(403, "pages of this origin may not send all of these headers here");
                }
            }
        }
        response.setHeader("Access-Control-Allow-Methods", methodsText);
        response.setHeader("Access-Control-Allow-Headers", headersText);
        response.setIntHeader("Access-Control-Max-Age", maxAgeSeconds);
        response.setStatus(204);
        return null;
    }

    /** Returns whether a page may make a change. Without {@code credentials} it must send them itself. */
    boolean allowsChange(HttpServletRequest request) {
        if (!methods.contains(request.getMethod())) {
            return false;
        }
        String authorization = request.getHeader("Authorization");
        return credentials
                || request.getHeader("Cookie") == null
                        && (authorization == null || authorization.regionMatches(true, 0, BEARER, 0, BEARER.length()));
    }
}
