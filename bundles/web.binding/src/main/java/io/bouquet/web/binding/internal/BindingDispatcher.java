package io.bouquet.web.binding.internal;

import java.lang.reflect.Method;
import java.util.Set;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Response;
import org.apache.cxf.jaxrs.model.ClassResourceInfo;
import org.apache.cxf.jaxrs.model.MethodDispatcher;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.jspecify.annotations.Nullable;

/**
 * Completes the binding of a sub-resource's method when CXF asks for the method to call: right before the call, with the
 * body read. No interceptor is called then.
 */
final class BindingDispatcher extends MethodDispatcher {
    private final MethodDispatcher dispatcher;

    private BindingDispatcher(MethodDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    static void install(ClassResourceInfo resource) {
        if (!(resource.getMethodDispatcher() instanceof BindingDispatcher)) {
            resource.setMethodDispatcher(new BindingDispatcher(resource.getMethodDispatcher()));
        }
    }

    @Override
    public Method getMethod(OperationResourceInfo operation) {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        Response refusal = message == null ? null : BindingInterceptor.refusal(message);
        if (refusal != null) {
            throw new WebApplicationException(refusal);
        }
        return dispatcher.getMethod(operation);
    }

    @Override
    public @Nullable Method getProxyMethod(Method method) {
        return dispatcher.getProxyMethod(method);
    }

    @Override
    public void addProxyMethod(Method method, Method proxy) {
        dispatcher.addProxyMethod(method, proxy);
    }

    @Override
    public void bind(OperationResourceInfo operation, Method... methods) {
        dispatcher.bind(operation, methods);
    }

    @Override
    public OperationResourceInfo getOperationResourceInfo(Method method) {
        return dispatcher.getOperationResourceInfo(method);
    }

    @Override
    public Set<OperationResourceInfo> getOperationResourceInfos() {
        return dispatcher.getOperationResourceInfos();
    }
}
