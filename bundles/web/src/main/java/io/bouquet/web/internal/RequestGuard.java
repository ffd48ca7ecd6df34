package io.bouquet.web.internal;

import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Audit;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.accounts.Scopes;
import io.bouquet.data.DatabaseUnavailableException;
import io.bouquet.deploy.spi.Permissions;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestCaller;
import io.bouquet.web.spi.RequestAuthenticator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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
 * Guards the HTTP server: gives each request an id, requires a trusted host, an account and a scope, limits rates and bodies,
 * and refuses cross-site requests. It is a preprocessor, which runs before every servlet of every bundle.
 */
@Component(
        service = Preprocessor.class,
        configurationPid = RequestGuard.PID,
        // the highest ranking runs first: before the gate and before preprocessors of plugins
        property = Constants.SERVICE_RANKING + ":Integer=1000")
@Designate(ocd = RequestGuard.Config.class)
public final class RequestGuard implements Preprocessor {
    static final String PID = "io.bouquet.web";
    static final int RETRY_AFTER_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);

    /** Limits for requests. */
    @ObjectClassDefinition(name = "Bouquet web")
    @interface Config {
        @AttributeDefinition(
                description = "Bytes that the body of a request may have; larger bodies are refused with 413")
        long maxBodyBytes() default 8 * 1024 * 1024;

        @AttributeDefinition(description = "Paths, with all paths below them, whose bodies may have maxUploadBytes")
        String[] uploadPaths() default {
            "/api/plugins", "/console/plugins", "/api/jobs", "/api/training", "/console/training"
        };

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

        @AttributeDefinition(
                description = "Host names under which clients may reach the platform, besides localhost and addresses;"
                        + " *.example.org for all names below, * for all names; others are refused with 421")
        String[] hosts() default {};

        @AttributeDefinition(
                description =
                        "Requests without a valid account in a minute from one address, except this machine; 0 for"
                                + " no limit; more are refused with 429")
        int addressPerMinute() default 1200;

        @AttributeDefinition(description = "Requests of one account in a minute; 0 for no limit; more get 429")
        int accountPerMinute() default 0;

        @AttributeDefinition(description = "Requests with one token in a minute; 0 for no limit; more get 429")
        int tokenPerMinute() default 0;
    }

    private final BundleContext context;
    private final Set<Long> told = ConcurrentHashMap.newKeySet();

    private volatile Settings settings;
    private volatile Authenticators asked;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<Map.Entry<Map<String, Object>, RequestAuthenticator>> authenticators = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<CorsRule> corsRules = List.of();

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
        this.settings = new Settings(config);
        this.asked = new Authenticators(List.of(), context, this::isAllowed, told);
    }

    /** Changes the limits without a new instance: without a guard, everything would be open for a moment. */
    @Modified
    void modified(Config changed) {
        settings = new Settings(changed);
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
            Settings current = settings;
            if (!current.strictTransport().isEmpty() && request.isSecure()) {
                response.setHeader("Strict-Transport-Security", current.strictTransport());
            }
            Problem refusal = refusal(current, request, response, chain);
            if (refusal != null) {
                send(refusal, response);
            }
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
            Audit record = audit;
            if (record != null) {
                AuditTrail.record(record, request, response);
            }
            RequestId.end();
        }
    }

    private String allowed(HttpServletRequest request, String methods) {
        AllowedMethods known = allowedMethods;
        String real = known == null ? null : known.of(request.getRequestURI());
        return real == null ? methods : real;
    }

    /** Passes a request on, or returns why it is refused; null also if an authenticator has answered it. */
    private @Nullable Problem refusal(
            Settings current, HttpServletRequest request, GuardedResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!current.hosts().allow(request.getServerName())) {
            return new Problem(
                    421,
                    "the platform does not answer for the host of this request; an operator allows a host in the setting"
                            + " hosts of " + PID);
        }
        String origin = request.getHeader("Origin");
        CorsRule cors = origin == null ? null : CorsRule.find(corsRules, request.getRequestURI(), origin);
        if (cors != null && origin != null) {
            cors.setHeaders(response, origin);
            if (CorsRule.isPreflight(request)) {
                return cors.answer(request, response);
            }
        }
        if (RequestChecks.isCrossSiteChange(request, origin) && (cors == null || !cors.allowsChange(request))) {
            return new Problem(403, "a page of another site may not change anything here");
        }
        long maxBodyBytes = current.maxBodyBytes(request.getRequestURI());
        Problem ofBody = RequestChecks.ofBody(request, maxBodyBytes);
        if (ofBody != null) {
            return ofBody;
        }
        RequestChecks.refuseNul(request);
        Authenticators known = authenticators();
        Caller caller = null;
        LoginDeferredException deferred = null;
        try {
            caller = known.caller(request);
        } catch (LoginDeferredException e) {
            deferred = e;
        }
        Problem tooMany = current.limits().refusal(caller, request.getRemoteAddr(), response);
        if (tooMany != null) {
            return tooMany;
        }
        if (caller == null) {
            if (!known.isPublic(request)) {
                return deferred == null ? unknown(known, request, response) : deferred(deferred, response);
            }
        } else {
            request.setAttribute(RequestCaller.ATTRIBUTE, caller);
            Problem missing = missingScope(caller, request, response);
            if (missing != null) {
                return missing;
            }
        }
        chain.doFilter(new GuardedRequest(request, caller, maxBodyBytes), response);
        return null;
    }

    private Authenticators authenticators() {
        Authenticators known = asked;
        List<Map.Entry<Map<String, Object>, RequestAuthenticator>> services = authenticators;
        if (!known.areOf(services)) {
            known = new Authenticators(services, context, this::isAllowed, told);
            asked = known;
        }
        return known;
    }

    private boolean isAllowed(Bundle plugin, String permission) {
        Permissions known = permissions;
        return known != null && known.allows(plugin, permission);
    }

    private static @Nullable Problem missingScope(
            Caller caller, HttpServletRequest request, HttpServletResponse response) {
        if (caller.scopes() == null) {
            return null;
        }
        String needed = RequestChecks.isSafe(request) ? Scopes.READ : Scopes.WRITE;
        if (caller.has(needed)) {
            return null;
        }
        response.setHeader("WWW-Authenticate", BearerAuthenticator.insufficient(new TreeSet<>(Set.of(needed))));
        return new Problem(403, "this needs the scope " + needed + ", which the token does not have");
    }

    /** Never answers 401: a client would discard credentials that may be right. */
    private static Problem deferred(LoginDeferredException deferred, HttpServletResponse response) {
        response.setIntHeader("Retry-After", deferred.retryAfterSeconds());
        boolean tooMany = deferred.reason() == LoginDeferredException.Reason.TOO_MANY_WRONG;
        return new Problem(tooMany ? 429 : 503, String.valueOf(deferred.getMessage()));
    }

    private @Nullable Problem unknown(Authenticators known, HttpServletRequest request, GuardedResponse response)
            throws IOException {
        if (known.challenge(request, response)) {
            return null;
        }
        if (accounts == null) {
            response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
            return new Problem(503, "accounts are not there yet, so nobody can be let in; try again soon");
        }
        response.setHeader("WWW-Authenticate", BasicAuthenticator.CHALLENGE);
        response.addHeader("WWW-Authenticate", BearerAuthenticator.CHALLENGE);
        return new Problem(
                401,
                request.getHeader("Authorization") == null
                        ? "this path needs an account; send a token as Bearer, or a name and a password with HTTP Basic"
                        : "no account has this name and password");
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
