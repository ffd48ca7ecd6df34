package io.bouquet.jobs.spi;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Processes the documents of one chunk, one after the other, on one thread. */
@ConsumerType
@FunctionalInterface
public interface ItemProcessor extends AutoCloseable {
    /**
     * Processes a document. After a crash, a document whose result was not stored yet is processed again. The thread is
     * interrupted if the job is cancelled or the time limit for a document is over.
     *
     * @return the result, in JSON's types
     * @throws ItemException     if this document cannot be processed; any other exception means the same, and is logged
     * @throws NotReadyException if no document can be processed now; this one is tried again later
     */
    Map<String, ?> process(Map<String, Object> item);

    /** Ends the chunk, also after a failure. */
    @Override
    default void close() {}
}
