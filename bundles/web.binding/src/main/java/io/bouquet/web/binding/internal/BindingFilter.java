package io.bouquet.web.binding.internal;

import io.bouquet.web.ProblemException;
import java.util.List;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/** Binds the arguments of each resource method in CXF's place, and validates arguments and answers. */
@Component(service = {ContainerRequestFilter.class, ContainerResponseFilter.class})
@JaxrsExtension
@JaxrsName("bouquet-binding")
@JaxrsApplicationSelect("(|(osgi.jaxrs.name=*)(osgi.jaxrs.application.base=*))")
public final class BindingFilter implements ContainerRequestFilter, ContainerResponseFilter {
    /** Keeps CXF from logging what {@link NamedConverters} refuses in fields, with its stack trace. */
    private static final FaultListener CALLERS_FAULTS =
            (exception, description, message) -> !(exception instanceof ProblemException);

    private final Json json;

    @Activate
    public BindingFilter(@Reference Json json) {
        this.json = json;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Message message = PhaseInterceptorChain.getCurrentMessage();
        Exchange exchange = message.getExchange();
        OperationResourceInfo operation = exchange.get(OperationResourceInfo.class);
        if (operation.getClassResourceInfo().paramsAvailable()) {
            message.put(FaultListener.class.getName(), CALLERS_FAULTS);
        }
        MethodPlan plan = MethodPlan.of(operation);
        if (plan.isEmpty()) {
            exchange.remove(Binding.class);
            return;
        }
        plan.takeOver(operation);
        boolean isSubResource = message.getContent(List.class) != null;
        if (isSubResource) {
            BindingDispatcher.install(operation.getClassResourceInfo());
        } else {
            message.getInterceptorChain().add(BindingInterceptor.INSTANCE);
        }
        exchange.put(Binding.class, new Binding(plan, json.mapper()));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Object answer = response.getEntity();
        OperationResourceInfo operation =
                PhaseInterceptorChain.getCurrentMessage().getExchange().get(OperationResourceInfo.class);
        if (answer == null || operation == null || response.getStatus() >= 300) {
            return;
        }
        List<String> broken = MethodPlan.of(operation).constraints().ofAnswer(answer);
        if (!broken.isEmpty()) {
            throw new IllegalStateException("the answer of "
                    + operation.getClassResourceInfo().getServiceClass().getSimpleName() + "."
                    + operation.getMethodToInvoke().getName() + " breaks its own constraints: "
                    + String.join("; ", broken));
        }
    }
}
