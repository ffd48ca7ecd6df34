package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.common.Threads;
import io.bouquet.common.json.BundleJson;
import io.bouquet.web.socket.SocketEndpoint;
import io.bouquet.web.socket.SocketListener;
import io.bouquet.web.socket.SocketService;
import io.bouquet.web.socket.SocketSession;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** {@code /api/annotate/live}: annotates a text while somebody types it. */
@Component(service = SocketEndpoint.class)
@SocketService(path = "/api/annotate/live", maxMessageBytes = AnnotateLiveEndpoint.MAX_BYTES)
public final class AnnotateLiveEndpoint implements SocketEndpoint {
    static final int MAX_BYTES = 1024 * 1024;

    /** Texts of all sockets that are annotated at once; the others wait, and newer ones replace them. */
    private static final int SIDE_BY_SIDE = 2 * Runtime.getRuntime().availableProcessors();

    private static final int IDLE_SECONDS = 30;

    private final BrokerAnnotator annotator;
    private final ObjectMapper json = BundleJson.strict().build();
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            SIDE_BY_SIDE,
            SIDE_BY_SIDE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> Threads.daemon("bouquet-live", work));

    @Activate
    public AnnotateLiveEndpoint(@Reference BrokerAnnotator annotator) {
        this.annotator = annotator;
        executor.allowCoreThreadTimeOut(true);
    }

    @Deactivate
    void deactivate() {
        executor.shutdownNow();
    }

    @Override
    public SocketListener open(SocketSession session) {
        return new LiveText(annotator, json, session, executor);
    }
}
