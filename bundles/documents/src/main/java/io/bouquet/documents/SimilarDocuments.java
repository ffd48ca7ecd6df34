package io.bouquet.documents;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds documents by their meaning: the cosine of the angle between the embeddings of their texts. Embeddings are made in
 * the background, soon after a document is stored, for languages whose taggers make the layer {@code embeddings}.
 * Thread-safe.
 */
@ProviderType
public interface SimilarDocuments {
    /** Greatest number of matches. */
    int MAX_MATCHES = 1_000;

    /** @param similarity −1..1; texts of one meaning have about 0.8 or more, depending on the encoder */
    record Match(DocumentSummary document, double similarity) {}

    /**
     * The embedding of a document.
     *
     * @param numbers the vector, of length 1
     */
    record Embedded(String id, float[] numbers) {}

    /**
     * Returns the documents whose texts are most like a text, the most similar first: those of the
     * {@value #MAX_MATCHES} best that match the query.
     *
     * @param text  a text, or the id of a document, which is not among the matches itself
     * @param query which documents; its offset and limit are ignored
     * @param least smallest similarity
     * @throws IllegalArgumentException if the text can have no embedding; the message says why
     */
    List<Match> like(String text, DocumentQuery query, double least);

    /** Returns the embeddings of the latest documents, the latest first. */
    List<Embedded> embeddings(int limit);

    /** Returns how many documents have an embedding now. */
    int size();
}
