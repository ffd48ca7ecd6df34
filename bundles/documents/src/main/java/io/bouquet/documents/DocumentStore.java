package io.bouquet.documents;

import io.bouquet.tagging.AnnotationResult;
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
}
