package io.bouquet.documents;

import java.util.List;

/**
 * A page of the documents that match a query.
 *
 * @param total number of all documents that match
 */
public record DocumentPage(List<DocumentSummary> documents, long total) {
    public DocumentPage {
        documents = List.copyOf(documents);
    }
}
