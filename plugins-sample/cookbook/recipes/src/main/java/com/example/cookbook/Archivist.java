package com.example.cookbook;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A background task: one thread files what callers hand in, and ends with the plugin. Thread-safe. */
@Component(service = Archivist.class)
public final class Archivist {
    private static final Logger LOG = LoggerFactory.getLogger(Archivist.class);
    private static final int PATIENCE_SECONDS = 5;

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(work -> new Thread(work, "cookbook-archivist"));
    private final Queue<String> filed = new ConcurrentLinkedQueue<>();

    @Activate
    public Archivist() {}

    /** @throws RejectedExecutionException if the plugin is being stopped */
    void file(String paper) {
        thread.execute(() -> filed.add(paper));
    }

    Queue<String> filed() {
        return filed;
    }

    @Deactivate
    void stop() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("{} papers were not filed", thread.shutdownNow().size());
        }
    }
}
