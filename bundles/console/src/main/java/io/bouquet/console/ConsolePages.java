package io.bouquet.console;

import io.bouquet.console.spi.ConsolePage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current pages. Thread-safe.
 *
 * <p>Pages are bound by methods, not by a list field, so that a page's compiled templates, which hold its class loader,
 * are released when the page is removed and not at the next request. The lists are replaced as a whole, and a page is
 * removed by identity, so two pages with one path during an update do not remove each other.
 */
@Component(service = ConsolePages.class)
public final class ConsolePages {
    private static final Logger LOG = LoggerFactory.getLogger(ConsolePages.class);
    private static final Pattern PATH = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final Set<String> RESERVED = Set.of("login", "logout", "assets");

    /** A page with its path and title. */
    record Mounted(ConsolePage page, PageRenderer renderer, String path, String title, int order, int ranking) {}

    private volatile List<Mounted> all = List.of();
    private volatile List<Mounted> visible = List.of();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void addPage(ConsolePage page, Map<String, ?> properties) {
        String path = text(properties, "console.page.path", "");
        if (!PATH.matcher(path).matches() || RESERVED.contains(path)) {
            LOG.warn(
                    "{} is not shown: its console.page.path '{}' is reserved or not a word of a-z, 0-9 and -",
                    page.getClass().getName(),
                    path);
            return;
        }
        List<Mounted> more = new ArrayList<>(all);
        more.add(new Mounted(
                page,
                new PageRenderer(page),
                path,
                text(properties, "console.page.title", path),
                number(properties, "console.page.order", 100),
                number(properties, "service.ranking", 0)));
        show(more);
    }

    synchronized void removePage(ConsolePage page) {
        List<Mounted> fewer = new ArrayList<>(all);
        fewer.removeIf(mounted -> mounted.page() == page);
        show(fewer);
    }

    /** Returns the pages in the order of the navigation. */
    List<Mounted> list() {
        return visible;
    }

    Optional<Mounted> at(String path) {
        return visible.stream().filter(page -> page.path().equals(path)).findFirst();
    }

    private void show(List<Mounted> pages) {
        Map<String, Mounted> preferred = new LinkedHashMap<>();
        for (Mounted page : pages) {
            preferred.merge(page.path(), page, (a, b) -> b.ranking() > a.ranking() ? b : a);
        }
        all = List.copyOf(pages);
        visible = preferred.values().stream()
                .sorted(Comparator.comparingInt(Mounted::order).thenComparing(Mounted::title))
                .toList();
    }

    private static String text(Map<String, ?> properties, String name, String otherwise) {
        return properties.get(name) instanceof String value && !value.isBlank() ? value : otherwise;
    }

    private static int number(Map<String, ?> properties, String name, int otherwise) {
        return properties.get(name) instanceof Integer value ? value : otherwise;
    }
}
