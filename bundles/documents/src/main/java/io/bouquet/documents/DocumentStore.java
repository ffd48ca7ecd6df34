package io.bouquet.documents;

import io.bouquet.tagging.AnnotationResult;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Stores documents. Thread-safe. When a method returns, its changes are on the disk. */
@ProviderType
public interface DocumentStore {
    /** @throws IllegalArgumentException if the text contains U+0000, which some databases cannot store */
    Document add(String text, AnnotationResult annotations);

    Optional<Document> get(String id);

    /** Deletes a document. Returns false if no document has this id. */
    boolean delete(String id);

    DocumentPage find(DocumentQuery query);

    /**
     * Returns the summaries of those of some documents that match a query, in any order.
     *
     * @param query its offset and limit are ignored
     * @param ids   at most {@link DocumentQuery#MAX_LIMIT}
     */
    List<DocumentSummary> find(DocumentQuery query, List<String> ids);

    /**
     * Returns the ids of documents that match, the oldest first, so that a walk over many documents neither skips nor
     * repeats one while others are added or deleted.
     *
     * @param query its offset is ignored
     * @param after the last id of the previous call; the empty string for the first call
     */
    List<String> ids(DocumentQuery query, String after);
}
