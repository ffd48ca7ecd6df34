package io.bouquet.tagging;

import org.osgi.annotation.versioning.ProviderType;

/** The result of a text that is being annotated. Thread-safe. */
@ProviderType
public interface PendingResult {
    /**
     * Waits for the result, for at most the time that one text may take. A later call returns the same result.
     *
     * @throws OverloadedException    if no thread was free in time
     * @throws AwaitedTaggerException if a required tagger is being replaced and did not come back in time
     * @throws TimeLimitException     if the time limit of the request passed before a requested layer was made
     */
    AnnotationResult await();
}
