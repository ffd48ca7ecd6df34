package io.bouquet.jobs.rest;

import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentQuery;
import io.bouquet.documents.DocumentStore;
import io.bouquet.jobs.JobItem;
import io.bouquet.jobs.JobItems;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stored documents that match a query, the oldest first, with their ids. Reads one text at a time. */
final class QueriedItems implements JobItems {
    private static final List<Object> PLACE = List.of("body", "query");

    private final DocumentStore documents;
    private final DocumentQuery query;
    private final Deque<String> ids = new ArrayDeque<>();
    private String last = "";

    QueriedItems(DocumentStore documents, StoredQuery query) {
        this.documents = documents;
        this.query = query.toQuery();
    }

    @Override
    public Optional<JobItem> next() {
        while (true) {
            if (ids.isEmpty()) {
                ids.addAll(documents.ids(query, last));
            }
            String id = ids.poll();
            if (id == null) {
                return Optional.empty();
            }
            last = id;
            Optional<Document> document = documents.get(id);
            // one that was deleted since does not match any more
            if (document.isPresent()) {
                return Optional.of(JobItem.of(
                        PLACE, Map.of("id", id, "text", document.get().text())));
            }
        }
    }
}
