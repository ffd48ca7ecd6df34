package io.bouquet.guide.writer;

import io.bouquet.guide.writer.Page.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** The pages in the order of the table of contents, which is the first page; those that it does not name are last. */
final class Navigation {
    private static final String MORE = "More";

    /** An entry, with its own words. */
    private record Entry(Page page, String words) {}

    private final Map<String, List<Entry>> chapters = new LinkedHashMap<>();

    Navigation(List<Page> pages) {
        Map<String, Page> bySource = pages.stream().collect(Collectors.toMap(Page::source, page -> page));
        Page contents = bySource.get(Repository.CONTENTS);
        if (contents == null) {
            throw new IllegalArgumentException("no file " + Repository.CONTENTS);
        }
        Links links = new Links(path -> true, pages, List.of());
        contents.document().accept(new AbstractVisitor() {
            private String chapter = "";

            @Override
            public void visit(Heading heading) {
                chapter = heading.getLevel() == 1 ? "" : Page.text(heading);
            }

            @Override
            public void visit(Link link) {
                links.target(contents, link.getDestination())
                        // the links of the introduction are there again below
                        .filter(page -> !chapter.isEmpty())
                        .ifPresent(page -> chapters.computeIfAbsent(chapter, any -> new ArrayList<>())
                                .add(new Entry(page, Page.text((Node) link))));
            }
        });
        Set<Page> named = chapters.values().stream()
                .flatMap(List::stream)
                .map(Entry::page)
                .collect(Collectors.toSet());
        pages.stream()
                .filter(page -> !named.contains(page) && isDocument(page) && page != contents)
                .forEach(page ->
                        chapters.computeIfAbsent(MORE, any -> new ArrayList<>()).add(new Entry(page, page.title())));
    }

    /** Decisions, samples and their files are listed on pages of their own. */
    private static boolean isDocument(Page page) {
        return !page.isSource()
                && !page.source().startsWith(Repository.DECISIONS)
                && !page.source().startsWith(Repository.SAMPLES);
    }

    /** Writes the list, with the headings of the current page below its entry. */
    String html(Page current) {
        StringBuilder html = new StringBuilder();
        chapters.forEach((chapter, entries) -> {
            html.append("<h2>").append(Escape.html(chapter)).append("</h2>\n<ul>\n");
            for (Entry entry : entries) {
                boolean isCurrent = entry.page().equals(current);
                html.append("<li>");
                link(html, entry.page().address(), entry.words(), isCurrent || isAbove(entry.page(), current));
                if (isCurrent) {
                    headings(html, current);
                }
                html.append("</li>\n");
            }
            html.append("</ul>\n");
        });
        return html.toString();
    }

    private static boolean isAbove(Page page, Page current) {
        return current.name().startsWith(page.name() + "/");
    }

    private static void headings(StringBuilder html, Page page) {
        List<Section> seconds = page.sections().stream()
                .filter(section -> section.node().getLevel() == 2)
                .toList();
        if (!seconds.isEmpty()) {
            html.append("<ul>");
            for (Section section : seconds) {
                html.append("<li>");
                link(html, "#" + section.anchor(), section.text(), false);
                html.append("</li>");
            }
            html.append("</ul>");
        }
    }

    private static void link(StringBuilder html, String address, String words, boolean isCurrent) {
        html.append("<a href=\"")
                .append(address)
                .append(isCurrent ? "\" aria-current=\"page\">" : "\">")
                .append(Escape.html(words))
                .append("</a>");
    }

    /** Writes links to the pages before and after this one. */
    String neighbours(Page current) {
        List<Page> order = chapters.values().stream()
                .flatMap(List::stream)
                .map(Entry::page)
                .toList();
        int at = order.indexOf(current);
        StringBuilder html = new StringBuilder();
        if (at > 0) {
            html.append("<a rel=\"prev\" href=\"").append(order.get(at - 1).address());
            html.append("\">← ").append(Escape.html(order.get(at - 1).title())).append("</a>");
        }
        if (at >= 0 && at < order.size() - 1) {
            html.append("<a rel=\"next\" href=\"").append(order.get(at + 1).address());
            html.append("\">").append(Escape.html(order.get(at + 1).title())).append(" →</a>");
        }
        return html.toString();
    }
}
