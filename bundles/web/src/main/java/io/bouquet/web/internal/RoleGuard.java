package io.bouquet.web.internal;

import java.lang.reflect.Method;
import java.util.SortedSet;
import javax.annotation.Priority;
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
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enforces the annotations of {@code javax.annotation.security} by the groups of the caller's account. For a sub-resource
 * the methods that returned it count as well; only CXF knows them.
 */
@Component(service = ContainerRequestFilter.class)
@JaxrsExtension
@JaxrsName("bouquet-roles")
@JaxrsApplicationSelect("(|(osgi.jaxrs.name=*)(osgi.jaxrs.application.base=*))")
@Priority(Priorities.AUTHORIZATION)
public final class RoleGuard implements ContainerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(RoleGuard.class);
    /** The role of every caller with an account, as in servlets. */
    private static final String ANY_ACCOUNT = "**";

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
        Response refusal = refusal(rule, resource, method, request.getSecurityContext());
        if (refusal != null) {
            request.abortWith(refusal);
        }
    }

    private static @Nullable Response refusal(RoleRule rule, Class<?> resource, Method method, SecurityContext caller) {
        SortedSet<String> groups = rule.groups();
        if (!rule.unenforced().isEmpty()) {
            LOG.error("{}.{} answers nobody: {}", resource.getName(), method.getName(), rule.unenforced());
            return problem(
                    500, "who may call this is said in a way that the platform cannot enforce; its log says why");
        }
        if (groups == null) {
            return null;
        }
        if (groups.isEmpty()) {
            return problem(403, "nobody may call this");
        }
        boolean hasAccount = caller.getUserPrincipal() != null;
        if (hasAccount && (groups.contains(ANY_ACCOUNT) || groups.stream().anyMatch(caller::isUserInRole))) {
            return null;
        }
        String needed = groups.size() == 1
                ? "this needs the group " + groups.first()
                : "this needs one of the groups " + String.join(", ", groups);
        return hasAccount
                ? problem(403, needed)
                : Problems.response(new Problem(401, needed + ", and so an account"))
                        .header(HttpHeaders.WWW_AUTHENTICATE, BasicAuthenticator.CHALLENGE)
                        .build();
    }

    private static Response problem(int status, String detail) {
        return Problems.response(new Problem(status, detail)).build();
    }
}
