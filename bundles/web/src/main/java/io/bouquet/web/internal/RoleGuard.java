package io.bouquet.web.internal;

import io.bouquet.accounts.Caller;
import io.bouquet.web.RequestCaller;
import java.lang.reflect.Method;
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
        SecurityContext security = request.getSecurityContext();
        Refusal refusal = Refusal.of(
                rule, resource, method, security.getUserPrincipal() != null, security::isUserInRole, caller());
        if (refusal != null) {
            Response.ResponseBuilder response = Problems.response(refusal.problem());
            refusal.challenges().forEach(challenge -> response.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
            request.abortWith(response.build());
        }
    }

    private static @Nullable Caller caller() {
        Object request = PhaseInterceptorChain.getCurrentMessage().get(AbstractHTTPDestination.HTTP_REQUEST);
        return request instanceof HttpServletRequest servlets
                ? RequestCaller.of(servlets).orElse(null)
                : null;
    }
}
