package io.bouquet.documents.console;

import io.bouquet.console.spi.Chart;
import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.documents.Document;
import io.bouquet.documents.DocumentPage;
import io.bouquet.documents.DocumentStore;
import io.bouquet.documents.DocumentSummary;
import io.bouquet.documents.SimilarDocuments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The page of stored documents: find, read, delete. */
@Component
@ConsolePageService(path = "documents", title = "Documents", order = 30)
public final class DocumentsPage implements ConsolePage {
    private static final String DELETE = "/delete";
    private static final String MAP = "map";

    private final DocumentStore store;
    private final DocumentMap map;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable SimilarDocuments similar;

    /** What the points of the map may be coloured by. */
    record Colour(String name, boolean chosen) {}

    /** The map with the choice of colours. */
    record MapView(Chart chart, List<Colour> colours, int size) {
        static MapView of(DocumentMap.View view) {
            return new MapView(
                    view.chart(),
                    view.colours().stream()
                            .map(name -> new Colour(name, name.equals(view.colour())))
                            .toList(),
                    view.size());
        }
    }

    @Activate
    public DocumentsPage(@Reference DocumentStore store) {
        this.store = store;
        map = new DocumentMap(store);
    }

    @Override
    public PageView show(PageRequest request) {
        String rest = request.rest();
        if (rest.isEmpty()) {
            return list(request);
        }
        if (rest.equals(MAP)) {
            return map(request);
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

    private PageView map(PageRequest request) {
        SimilarDocuments embedded = similar;
        return embedded == null
                ? PageView.of(
                        "map",
                        Map.of("title", "Map", "unavailable", "The embeddings of documents are not available now."))
                : PageView.of(
                        "map",
                        Map.of(
                                "title",
                                "Map",
                                "unavailable",
                                "",
                                "map",
                                MapView.of(map.draw(embedded, request.parameter("colour")))));
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
