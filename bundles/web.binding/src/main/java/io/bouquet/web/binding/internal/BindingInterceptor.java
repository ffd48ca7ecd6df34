package io.bouquet.web.binding.internal;

import java.util.List;
import javax.ws.rs.core.Response;
import org.apache.cxf.jaxrs.utils.JAXRSUtils;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.jspecify.annotations.Nullable;

/** Completes the binding of a root resource's method before CXF calls it. */
final class BindingInterceptor extends AbstractPhaseInterceptor<Message> {
    static final BindingInterceptor INSTANCE = new BindingInterceptor();

    private BindingInterceptor() {
        super(Phase.PRE_INVOKE);
    }

    @Override
    public void handleMessage(Message message) {
        Response refusal = refusal(message);
        if (refusal != null) {
            // CXF then calls no method; an exception would be logged by it, as if it were ours
            message.getExchange().put(Response.class, refusal);
        }
    }

    /** Completes the binding; returns the answer if it fails, else null. */
    static @Nullable Response refusal(Message message) {
        Exchange exchange = message.getExchange();
        Binding binding = exchange.get(Binding.class);
        if (binding == null || binding.isComplete() || exchange.get(Response.class) != null) {
            return null;
        }
        try {
            @SuppressWarnings("unchecked")
            List<@Nullable Object> arguments = message.getContent(List.class);
            binding.complete(message, arguments);
            return null;
        } catch (RuntimeException e) {
            Response refusal = JAXRSUtils.convertFaultToResponse(e, message);
            if (refusal == null) {
                throw e;
            }
            return refusal;
        }
    }
}
