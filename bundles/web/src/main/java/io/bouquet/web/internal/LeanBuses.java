package io.bouquet.web.internal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.apache.cxf.Bus;
import org.apache.cxf.buslifecycle.BusCreationListener;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.io.DelegatingInputStream;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageContentsList;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.resource.ResourceManager;
import org.apache.cxf.resource.ResourceResolver;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Removes work that CXF would repeat for each request. Every JAX-RS application has a CXF bus of its own. */
@Component(service = BusCreationListener.class)
public final class LeanBuses implements BusCreationListener {
    @Override
    public void busCreated(Bus bus) {
        bus.getExtension(ResourceManager.class).addResourceResolver(new ContextClassLoader());
        bus.getOutInterceptors().add(new UnreadBody());
        bus.getOutInterceptors().add(new DateHeader());
    }

    /**
     * Tells CXF to keep the class loader of the thread. Without an answer CXF does the same, but only after a search of all
     * class paths for a resource without a name.
     */
    private static final class ContextClassLoader implements ResourceResolver {
        @Override
        public <T> @Nullable T resolve(String name, Class<T> type) {
            return type == ClassLoader.class ? type.cast(Thread.currentThread().getContextClassLoader()) : null;
        }

        @Override
        public @Nullable InputStream getAsStream(String name) {
            return null;
        }
    }

    /**
     * Keeps CXF from copying the request's unread body before the first byte of the answer: if nothing is left, for which
     * CXF would allocate a buffer, and if the answer is a {@link StreamingOutput}, which may read the body while it
     * writes.
     */
    private static final class UnreadBody extends AbstractPhaseInterceptor<Message> {
        UnreadBody() {
            super(Phase.SETUP);
        }

        @Override
        public void handleMessage(Message message) {
            Message asked = message.getExchange().getInMessage();
            if (asked != null
                    && asked.get(AbstractHTTPDestination.HTTP_REQUEST) instanceof HttpServletRequest request) {
                try {
                    if (request.getInputStream().isFinished() || entity(message) instanceof StreamingOutput) {
                        asked.removeContent(DelegatingInputStream.class);
                    }
                } catch (IOException e) {
                    throw new Fault(e);
                }
            }
        }
    }

    private static @Nullable Object entity(Message message) {
        List<?> answer = MessageContentsList.getContentsList(message);
        Object first = answer == null || answer.isEmpty() ? null : answer.get(0);
        return first instanceof Response response ? response.getEntity() : first;
    }

    /** Sets the Date header; CXF would create a date format for each answer. */
    private static final class DateHeader extends AbstractPhaseInterceptor<Message> {
        private final HttpDate date = new HttpDate(Clock.systemUTC());

        DateHeader() {
            super(Phase.SETUP);
        }

        @Override
        public void handleMessage(Message message) {
            List<?> answer = MessageContentsList.getContentsList(message);
            boolean hasDate = answer != null
                    && !answer.isEmpty()
                    && answer.get(0) instanceof Response response
                    && response.getHeaders().containsKey(HttpHeaders.DATE);
            if (!hasDate && message.get(Message.PROTOCOL_HEADERS) == null) {
                Map<String, List<Object>> headers = new HashMap<>();
                headers.put(HttpHeaders.DATE, new ArrayList<>(List.of(date.now())));
                message.put(Message.PROTOCOL_HEADERS, headers);
            }
        }
    }
}
