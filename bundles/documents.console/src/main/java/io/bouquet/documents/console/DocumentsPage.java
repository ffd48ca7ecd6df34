package io.bouquet.documents.console;

import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentPage;
import io.bouquet.documents.DocumentStore;
import io.bouquet.documents.DocumentSummary;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The page of stored documents: find, read, delete. */
@Component
@ConsolePageService(path = "documents", title = "Documents", order = 30)
public final class DocumentsPage implements ConsolePage {
    private static final String DELETE = "/delete";

    private final DocumentStore store;

    @Activate
    public DocumentsPage(@Reference DocumentStore store) {
        this.store = store;
    }

    @Override
    public PageView show(PageRequest request) {
        String rest = request.rest();
        if (rest.isEmpty()) {
            return list(request);
        }
        if (rest.endsWith(DELETE)) {
            Document document = find(rest.substring(0, rest.length() - DELETE.length()));
            return PageView.of(
                    "delete", Map.of("title", "Delete", "document", ListedDocument.of(DocumentSummary.of(document))));
        }
        Document document = find(rest);
        return PageView.of(
                "document",
                Map.of("title", document.id(), "document", DocumentView.of(document, request.parameter("layer"))));
    }

    @Override
    public PageView submit(PageRequest request) {
        String rest = request.rest();
        if (!rest.endsWith(DELETE)) {
            throw new PageException(405, "To store a document, use POST /api/documents.");
        }
        String id = rest.substring(0, rest.length() - DELETE.length());
        if (!store.delete(id)) {
            throw missing(id);
        }
        return PageView.redirect("documents?deleted");
    }

    private PageView list(PageRequest request) {
        Filter filter = Filter.of(request);
        Map<String, Object> model = new HashMap<>();
        model.put("filter", filter);
        model.put("deleted", request.parameters().containsKey("deleted"));
        if (filter.problem().isEmpty()) {
            DocumentPage page = store.find(filter.query());
            model.put(
                    "documents",
                    page.documents().stream().map(ListedDocument::of).toList());
            model.put("pages", filter.pages(page.documents().size(), page.total()));
        }
        return PageView.of("documents", model);
    }

    private Document find(String id) {
        return store.get(id).orElseThrow(() -> missing(id));
    }

    private static PageException missing(String id) {
        return new PageException(404, "There is no document '" + id + "'; it may have been deleted.");
    }
}
