package io.bouquet.jobs;

import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** The documents of a new job, read one by one, so that memory holds few of them. Not thread-safe. */
@ConsumerType
@FunctionalInterface
public interface JobItems {
    /** Returns the next document; empty after the last one. */
    Optional<JobItem> next() throws IOException;
}
