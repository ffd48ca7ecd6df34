package io.bouquet.web.internal;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Audit;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.data.DatabaseUnavailableException;
import io.bouquet.deploy.PlatformBundles;
import io.bouquet.deploy.spi.Permissions;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.spi.RequestAuthenticator;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.http.whiteboard.Preprocessor;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guards the HTTP server: gives each request an id, requires an account, and refuses cross-site requests and bodies that
 * are too large. It is a preprocessor, which runs before every servlet of every bundle.
 */
@Component(
        service = Preprocessor.class,
        configurationPid = RequestGuard.PID,
        // the highest ranking runs first: before the gate and before preprocessors of plugins
        property = Constants.SERVICE_RANKING + ":Integer=1000")
@Designate(ocd = RequestGuard.Config.class)
public final class RequestGuard implements Preprocessor {
    static final String PID = "io.bouquet.web";

    private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern PLAIN_PATH = Pattern.compile("/[A-Za-z0-9._~/-]*");
    private static final List<String> RECORDED = List.of("/api/plugins", "/api/taggers");
    private static final String ENCODED_NUL = "%00";
    static final int RETRY_AFTER_SECONDS = 5;

    /** Limits for requests. */
    @ObjectClassDefinition(name = "Bouquet web")
    @interface Config {
        @AttributeDefinition(
                description = "Bytes that the body of a request may have; larger bodies are refused with 413")
        long maxBodyBytes() default 8 * 1024 * 1024;

        @AttributeDefinition(description = "Paths, with all paths below them, whose bodies may have maxUploadBytes")
        String[] uploadPaths() default {"/api/plugins", "/console/plugins"};

        @AttributeDefinition(
                description = "Bytes that a body sent to uploadPaths may have; larger bodies are refused with 413")
        long maxUploadBytes() default 512L * 1024 * 1024;

        @AttributeDefinition(
                description =
                        "Paths, with all paths below them, whose bodies have no limit, since they are read piece by"
                                + " piece")
        String[] streamPaths() default {"/api/annotate/stream"};

        @AttributeDefinition(
                description = "Seconds for which a browser that used TLS must use only TLS (HSTS); 0 to turn it off")
        long strictTransportSeconds() default 365 * 24 * 3600;
    }

    private final BundleContext context;
    private final Set<Long> told = ConcurrentHashMap.newKeySet();
    /** Ids of services of the platform's own bundles, cached since the check is too slow for each request. */
    private final Set<Object> ofPlatform = ConcurrentHashMap.newKeySet();

    private volatile Config config;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<Map.Entry<Map<String, Object>, RequestAuthenticator>> authenticators = List.of();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Permissions permissions;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Accounts accounts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Audit audit;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable AllowedMethods allowedMethods;

    @Activate
    public RequestGuard(Config config, BundleContext context) {
        this.context = context;
        this.config = config;
    }

    /** Changes the limits without a new instance: without a guard, everything would be open for a moment. */
    @Modified
    void modified(Config changed) {
        config = changed;
    }

    @Override
    public void init(FilterConfig filterConfig) {}

    @Override
    public void destroy() {}

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        GuardedResponse response = new GuardedResponse(
                request, (HttpServletResponse) servletResponse, methods -> allowed(request, methods));
        String id = RequestId.begin(request);
        try {
            response.setHeader(RequestId.HEADER, id);
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("X-Frame-Options", "DENY");
            response.setHeader("Referrer-Policy", "same-origin");
            response.setHeader("Cache-Control", "no-store");
            long strict = config.strictTransportSeconds();
            if (strict > 0 && request.isSecure()) {
                response.setHeader("Strict-Transport-Security", "max-age=" + strict);
            }
            guard(request, response, chain);
        } catch (BodyException e) {
            send(e.problem(), response);
        } catch (ProblemException e) {
            send(e, response);
        } catch (RuntimeException | ServletException e) {
            DatabaseUnavailableException unavailable = DatabaseUnavailableException.in(e);
            if (unavailable != null) {
                send(DatabaseUnavailableExceptionMapper.problem(unavailable), response);
                return;
            }
            if (RequestId.isInterrupted()) {
                LOG.debug("request {} was interrupted: {} {}", id, request.getMethod(), request.getRequestURI(), e);
                response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
                send(UnexpectedExceptionMapper.INTERRUPTED, response);
                return;
            }
            LOG.error("request {} failed: {} {}", id, request.getMethod(), request.getRequestURI(), e);
            response.sendError(500);
        } finally {
            RequestId.end();
        }
    }

    private String allowed(HttpServletRequest request, String methods) {
        AllowedMethods known = allowedMethods;
        String real = known == null ? null : known.of(request.getRequestURI());
        return real == null ? methods : real;
    }

    private void guard(HttpServletRequest request, GuardedResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (comesFromAnotherSite(request)) {
            send(new Problem(403, "a page of another site may not change anything here"), response);
            return;
        }
        long maxBodyBytes = maxBodyBytes(request.getRequestURI());
        if (request.getContentLengthLong() > maxBodyBytes) {
            send(BodyException.tooLargeProblem(maxBodyBytes), response);
            return;
        }
        if (hasUnknownCharset(request)) {
            send(new Problem(415, "the charset of the content type is not known; send UTF-8"), response);
            return;
        }
        refuseNul(request);
        List<RequestAuthenticator> asked = trusted();
        Visitor visitor = visitor(asked, request);
        if (visitor.account() != null || isPublic(asked, request)) {
            try {
                chain.doFilter(new GuardedRequest(request, visitor.account(), maxBodyBytes), response);
            } finally {
                record(visitor.account(), request, response);
            }
        } else if (visitor.deferred() != null) {
            defer(visitor.deferred(), response);
        } else {
            refuse(asked, request, response);
        }
    }

    /** Records a change of the platform in the audit log; pages of the console record theirs. */
    private void record(@Nullable Account account, HttpServletRequest request, GuardedResponse response) {
        Audit record = audit;
        String path = request.getRequestURI();
        if (record != null
                && account != null
                && !SAFE_METHODS.contains(request.getMethod())
                && RECORDED.stream().anyMatch(recorded -> path.equals(recorded) || path.startsWith(recorded + "/"))) {
            String query = request.getQueryString();
            record.done(
                    account.name(),
                    request.getRemoteAddr(),
                    request.getMethod() + " " + path + (query == null ? "" : "?" + query),
                    request.isAsyncStarted() ? "goes on" : String.valueOf(response.getStatus()));
        }
    }

    /** Returns the authenticators, without those of plugins that have no permission for it. */
    private List<RequestAuthenticator> trusted() {
        List<RequestAuthenticator> trusted = new ArrayList<>();
        for (Map.Entry<Map<String, Object>, RequestAuthenticator> one : authenticators) {
            if (isTrusted(one.getKey())) {
                trusted.add(one.getValue());
            }
        }
        return trusted;
    }

    private boolean isTrusted(Map<String, Object> properties) {
        Object service = properties.getOrDefault(Constants.SERVICE_ID, -1L);
        if (ofPlatform.contains(service)) {
            return true;
        }
        Bundle bundle = context.getBundle((Long) properties.getOrDefault(Constants.SERVICE_BUNDLEID, -1L));
        if (bundle == null) {
            return false;
        }
        if (PlatformBundles.contains(bundle)) {
            ofPlatform.add(service);
            return true;
        }
        Permissions known = permissions;
        boolean isAllowed = known != null && known.allows(bundle, Permissions.AUTHENTICATOR);
        if (!isAllowed && known != null && told.add(bundle.getBundleId())) {
            LOG.warn(
                    "{} has a RequestAuthenticator, which is not asked: it lacks the permission {}",
                    bundle.getSymbolicName(),
                    Permissions.AUTHENTICATOR);
        }
        return isAllowed;
    }

    private long maxBodyBytes(String path) {
        Config limits = config;
        if (isBelow(path, limits.streamPaths())) {
            return Long.MAX_VALUE;
        }
        return isBelow(path, limits.uploadPaths()) ? limits.maxUploadBytes() : limits.maxBodyBytes();
    }

    private static boolean isBelow(String path, String... roots) {
        for (String root : roots) {
            if (path.equals(root) || path.startsWith(root + "/")) {
                return true;
            }
        }
        return false;
    }

    /** Refuses U+0000: no name, id or filter contains it, and not every database supports it. */
    private static void refuseNul(HttpServletRequest request) {
        List<FieldError> errors = new ArrayList<>();
        FieldError.ofNul(List.of("path"), decodedNul(request.getRequestURI())).ifPresent(errors::add);
        String query = request.getQueryString();
        if (query != null && query.contains(ENCODED_NUL)) {
            for (String pair : query.split("&")) {
                String name = decodedNul(pair.split("=", 2)[0]);
                FieldError.ofNul(List.of("query", name), decodedNul(pair)).ifPresent(errors::add);
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
    }

    private static String decodedNul(String encoded) {
        return encoded.replace(ENCODED_NUL, "\0");
    }

    private static boolean hasUnknownCharset(HttpServletRequest request) {
        String charset = request.getCharacterEncoding();
        try {
            return charset != null && !Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return true;
        }
    }

    /**
     * The account of a request.
     *
     * @param deferred why credentials were not checked; null if they were, or if others authenticated the request
     */
    private record Visitor(
            @Nullable Account account, @Nullable LoginDeferredException deferred) {}

    private static Visitor visitor(List<RequestAuthenticator> asked, HttpServletRequest request) {
        LoginDeferredException deferred = null;
        // Declarative services sorts by ranking, the lowest first
        for (int i = asked.size() - 1; i >= 0; i--) {
            RequestAuthenticator authenticator = asked.get(i);
            try {
                Optional<Account> account = authenticator.authenticate(request);
                if (account.isPresent()) {
                    return new Visitor(account.get(), null);
                }
            } catch (LoginDeferredException e) {
                deferred = e;
            } catch (DatabaseUnavailableException e) {
                deferred = new LoginDeferredException(
                        LoginDeferredException.Reason.STORE_DOWN,
                        "the credentials were not looked at: " + e.getMessage(),
                        RETRY_AFTER_SECONDS,
                        e);
            } catch (RuntimeException e) {
                LOG.warn("the authenticator {} failed; asking the others", authenticator, e);
            }
        }
        return new Visitor(null, deferred);
    }

    /**
     * Whether a path may be public. One with dots, escapes, matrix parameters or empty segments always needs an account:
     * the container and a resource may resolve it differently.
     */
    private static boolean isPublic(List<RequestAuthenticator> asked, HttpServletRequest request) {
        String path = request.getRequestURI();
        return PLAIN_PATH.matcher(path).matches()
                && !path.contains("//")
                && !path.contains("/.")
                && asked.stream().anyMatch(authenticator -> authenticator.isPublic(request));
    }

    /** Never answers 401: a client would discard credentials that may be right. */
    private static void defer(LoginDeferredException deferred, HttpServletResponse response) throws IOException {
        response.setIntHeader("Retry-After", deferred.retryAfterSeconds());
        boolean tooMany = deferred.reason() == LoginDeferredException.Reason.TOO_MANY_WRONG;
        send(new Problem(tooMany ? 429 : 503, String.valueOf(deferred.getMessage())), response);
    }

    private void refuse(List<RequestAuthenticator> asked, HttpServletRequest request, GuardedResponse response)
            throws IOException {
        for (int i = asked.size() - 1; i >= 0; i--) {
            if (asked.get(i).challenge(request, response)) {
                return;
            }
        }
        if (accounts == null) {
            response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
            send(new Problem(503, "accounts are not there yet, so nobody can be let in; try again soon"), response);
            return;
        }
        response.setHeader("WWW-Authenticate", BasicAuthenticator.CHALLENGE);
        String detail = request.getHeader("Authorization") == null
                ? "this path needs an account; send a name and a password with HTTP Basic"
                : "no account has this name and password";
        send(new Problem(401, detail), response);
    }

    /** Detects cross-site requests: a browser adds its credentials also to requests that a page of another site makes. */
    private static boolean comesFromAnotherSite(HttpServletRequest request) {
        if (SAFE_METHODS.contains(request.getMethod())) {
            return false;
        }
        if ("cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
            return true;
        }
        String origin = request.getHeader("Origin");
        return origin != null && !authority(origin).equals(host(request));
    }

    private static String authority(String origin) {
        int scheme = origin.indexOf("://");
        return scheme < 0 ? origin : origin.substring(scheme + 3).toLowerCase(Locale.ROOT);
    }

    private static String host(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return host == null ? request.getServerName() + ":" + request.getServerPort() : host.toLowerCase(Locale.ROOT);
    }

    private static void send(ProblemException e, HttpServletResponse response) throws IOException {
        if (!response.isCommitted()) {
            e.sendTo(response);
        }
    }

    private static void send(Problem problem, HttpServletResponse response) throws IOException {
        if (!response.isCommitted()) {
            problem.sendTo(response);
        }
    }
}
