package io.bouquet.jobs.spi;

import io.bouquet.jobs.InputError;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of job: what is done with each document. Register it as an OSGi service with {@link JobKindService}. The
 * platform stores documents, progress and results. If the service is removed, its jobs wait until a service of the same
 * name is there again. Thread-safe.
 *
 * <p>Parameters, documents and results are in JSON's types: {@link String}, {@link Number}, {@link Boolean}, null,
 * {@link List} and {@link Map} with strings as keys.
 */
@ConsumerType
public interface JobKind {
    /** Returns the errors in the parameters of a new job, at locations below the parameters; empty if there are none. */
    List<InputError> checkParameters(Map<String, Object> parameters);

    /**
     * Returns the errors in a document of a new job, at locations below the document; empty if there are none. The
     * platform has refused U+0000 and half surrogate pairs already.
     */
    List<InputError> checkItem(Map<String, Object> item);

    /**
     * Begins a chunk: a few documents of one job, processed one after the other by one thread. Resources that all
     * documents of a chunk share, such as a lease on a generation, are opened here.
     *
     * @throws NotReadyException        if the kind cannot process documents now; the job waits
     * @throws IllegalArgumentException if it can never process documents with these parameters; the job fails
     */
    ItemProcessor open(Map<String, Object> parameters);
}
