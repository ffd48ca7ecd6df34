package io.bouquet.documents;

import java.util.List;

/**
 * Some of the documents that a query finds.
 *
 * @param total how many it finds in all
 */
public record DocumentPage(List<DocumentSummary> documents, long total) {
    public DocumentPage {
        documents = List.copyOf(documents);
    }
}
