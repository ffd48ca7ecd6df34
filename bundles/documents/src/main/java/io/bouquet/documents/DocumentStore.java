package io.bouquet.documents;

import io.bouquet.tagging.AnnotationResult;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps documents. Thread-safe. What a method has returned for is on the disk. */
@ProviderType
public interface DocumentStore {
    /** @throws IllegalArgumentException if the text holds U+0000, which not every database keeps */
    Document add(String text, AnnotationResult annotations);

    Optional<Document> get(String id);

    /** Removes a document; false where there is none of that id. */
    boolean delete(String id);

    DocumentPage find(DocumentQuery query);
}
