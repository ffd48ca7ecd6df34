package io.bouquet.web.internal;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.Scopes;
import io.bouquet.web.RequestCaller;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.annotation.Priority;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.apache.cxf.jaxrs.model.MethodInvocationInfo;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.jaxrs.model.OperationResourceInfoStack;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enforces {@code @Secured} by the scopes of the caller's token, and the annotations of {@code javax.annotation.security} by
 * the groups of its account, before parameters and body are read. For a sub-resource the methods that returned it count as
 * well; only CXF knows them.
 */
@Component(service = ContainerRequestFilter.class)
@JaxrsExtension
@JaxrsName("bouquet-roles")
@JaxrsApplicationSelect("(|(osgi.jaxrs.name=*)(osgi.jaxrs.application.base=*))")
@Priority(Priorities.AUTHORIZATION)
public final class RoleGuard implements ContainerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(RoleGuard.class);
    /** The role of every caller with an account, as in servlets. */
    static final String ANY_ACCOUNT = "**";

    @Override
    public void filter(ContainerRequestContext request) {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        OperationResourceInfoStack stack = message.get(OperationResourceInfoStack.class);
        if (stack != null) {
            for (MethodInvocationInfo way : stack) {
                check(request, way.getRealClass(), way.getMethodInfo().getMethodToInvoke());
            }
        }
        OperationResourceInfo last = message.getExchange().get(OperationResourceInfo.class);
        check(request, last.getClassResourceInfo().getServiceClass(), last.getMethodToInvoke());
    }

    private static void check(ContainerRequestContext request, Class<?> resource, Method method) {
        RoleRule rule = RoleAnnotations.of(resource, method);
        if (rule.isOpen()) {
            return;
        }
        Response refusal = refusal(rule, resource, method, request.getSecurityContext(), caller());
        if (refusal != null) {
            request.abortWith(refusal);
        }
    }

    private static @Nullable Caller caller() {
        Object request = PhaseInterceptorChain.getCurrentMessage().get(AbstractHTTPDestination.HTTP_REQUEST);
        return request instanceof HttpServletRequest servlets
                ? RequestCaller.of(servlets).orElse(null)
                : null;
    }

    private static @Nullable Response refusal(
            RoleRule rule, Class<?> resource, Method method, SecurityContext security, @Nullable Caller caller) {
        if (!rule.unenforced().isEmpty()) {
            LOG.error("{}.{} answers nobody: {}", resource.getName(), method.getName(), rule.unenforced());
            return problem(
                    500, "who may call this is said in a way that the platform cannot enforce; its log says why");
        }
        boolean hasAccount = security.getUserPrincipal() != null;
        Response ofGroups = rule.groups() == null ? null : refusal(rule.groups(), security, hasAccount, caller);
        return ofGroups != null || rule.scopes() == null ? ofGroups : refusal(rule.scopes(), hasAccount, caller);
    }

    private static @Nullable Response refusal(
            SortedSet<String> groups, SecurityContext security, boolean hasAccount, @Nullable Caller caller) {
        if (groups.isEmpty()) {
            return problem(403, "nobody may call this");
        }
        if (hasAccount && (groups.contains(ANY_ACCOUNT) || groups.stream().anyMatch(security::isUserInRole))) {
            return null;
        }
        String needed = groups.size() == 1
                ? "this needs the group " + groups.first()
                : "this needs one of the groups " + String.join(", ", groups);
        if (!hasAccount) {
            return unauthorized(needed + ", and so an account");
        }
        return groups.contains(Account.ADMIN) && caller != null && !caller.has(Scopes.ADMIN)
                ? insufficient(
                        needed + "; the token acts without the group admin, because it does not have the scope admin",
                        new TreeSet<>(Set.of(Scopes.ADMIN)))
                : problem(403, needed);
    }

    private static @Nullable Response refusal(SortedSet<String> scopes, boolean hasAccount, @Nullable Caller caller) {
        if (!hasAccount) {
            return unauthorized("this needs an account");
        }
        SortedSet<String> missing = new TreeSet<>(scopes);
        missing.removeIf(scope -> caller == null || caller.has(scope));
        return missing.isEmpty()
                ? null
                : insufficient(
                        "this needs the " + (missing.size() == 1 ? "scope " : "scopes ") + String.join(", ", missing)
                                + ", which the token does not have",
                        scopes);
    }

    private static Response unauthorized(String detail) {
        return Problems.response(new Problem(401, detail))
                .header(HttpHeaders.WWW_AUTHENTICATE, BasicAuthenticator.CHALLENGE)
                .header(HttpHeaders.WWW_AUTHENTICATE, BearerAuthenticator.CHALLENGE)
                .build();
    }

    private static Response insufficient(String detail, SortedSet<String> scopes) {
        return Problems.response(new Problem(403, detail))
                .header(HttpHeaders.WWW_AUTHENTICATE, BearerAuthenticator.insufficient(scopes))
                .build();
    }

    private static Response problem(int status, String detail) {
        return Problems.response(new Problem(status, detail)).build();
    }
}
