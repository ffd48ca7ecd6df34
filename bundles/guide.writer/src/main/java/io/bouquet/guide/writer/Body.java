package io.bouquet.guide.writer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/** Writes the document of a page as HTML that is well-formed XML too. */
final class Body {
    private static final Pattern FROM = Pattern.compile("<!-- from (\\S+) -->");
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->\\s*", Pattern.DOTALL);

    private final Page page;
    private final Links links;
    private final HtmlRenderer renderer = HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create()))
            .escapeHtml(true)
            .nodeRendererFactory(Nodes::new)
            .build();

    Body(Page page, Links links) {
        this.page = page;
        this.links = links;
    }

    String html() {
        // wide tables scroll by themselves
        return renderer.render(page.document())
                .replace("<table>", "<div class=\"scroll\"><table>")
                .replace("</table>", "</table></div>");
    }

    private final class Nodes implements NodeRenderer {
        private final HtmlNodeRendererContext context;
        private final HtmlWriter html;

        Nodes(HtmlNodeRendererContext context) {
            this.context = context;
            this.html = context.getWriter();
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Heading.class, Link.class, Image.class, FencedCodeBlock.class, HtmlBlock.class);
        }

        @Override
        public void render(Node node) {
            if (node instanceof Heading heading) {
                heading(heading);
            } else if (node instanceof Link link) {
                link(link);
            } else if (node instanceof Image image) {
                picture(image);
            } else if (node instanceof FencedCodeBlock code) {
                code(code);
            } else if (node instanceof HtmlBlock block) {
                block(block.getLiteral());
            }
        }

        /** Keeps the order, so that each build writes the same bytes. */
        private static Map<String, String> attributes(String... namesAndValues) {
            Map<String, String> attributes = new LinkedHashMap<>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                attributes.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            return attributes;
        }

        private void children(Node parent) {
            for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
        }

        private void heading(Heading heading) {
            Page.Section section = page.section(heading).orElseThrow();
            String level = "h" + heading.getLevel();
            html.line();
            html.tag(level, attributes("id", section.anchor()));
            children(heading);
            if (heading.getLevel() > 1) {
                html.raw(" ");
                html.tag(
                        "a",
                        attributes(
                                "class", "anchor",
                                "href", "#" + section.anchor(),
                                "aria-label", "Link to “" + section.text() + "”"));
                html.text("#");
                html.tag("/a");
            }
            html.tag("/" + level);
            html.line();
        }

        private void link(Link link) {
            Optional<String> address = links.resolve(page, link.getDestination());
            html.tag(
                    address.isPresent() ? "a" : "span",
                    address.map(to -> attributes("href", to))
                            .orElse(attributes("class", "file", "title", "in the source repository")));
            children(link);
            html.tag(address.isPresent() ? "/a" : "/span");
        }

        private void picture(Image image) {
            String address = links.resolve(page, image.getDestination()).orElse("");
            html.tag("img", attributes("src", address, "alt", Page.text(image)), true);
        }

        private void code(FencedCodeBlock code) {
            String language = code.getInfo().strip();
            html.line();
            html.raw("<pre tabindex=\"0\"><code>");
            html.raw(Colours.html(language, code.getLiteral()));
            html.raw("</code></pre>");
            html.line();
        }

        /** Shows where a snippet is from; other comments are for writers. */
        private void block(String literal) {
            Matcher from = FROM.matcher(literal);
            if (from.find()) {
                String source = from.group(1);
                html.raw("<p class=\"from\">");
                Optional<Page> file = links.page(source);
                file.ifPresent(found -> html.tag("a", attributes("href", found.address())));
                html.text(source.substring(source.lastIndexOf('/') + 1));
                file.ifPresent(found -> html.tag("/a"));
                html.raw("</p>");
            }
            String rest = COMMENT.matcher(literal).replaceAll("").strip();
            if (!rest.isEmpty()) {
                throw new IllegalArgumentException(
                        page.source() + " contains HTML, which the guide does not show: " + rest);
            }
        }
    }
}
