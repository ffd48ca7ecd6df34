package io.bouquet.guide.writer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A page of the guide.
 *
 * @param source   path of the file or folder in the repository
 * @param name     path of the page below the guide, without an ending
 * @param isSource whether it shows a source file
 * @param document its Markdown
 * @param sections its headings, in their order; the first is the title
 */
record Page(String source, String name, boolean isSource, Node document, List<Section> sections) {
    static final String ROOT = "/docs/guide";

    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /**
     * A heading.
     *
     * @param node   in the document
     * @param anchor its id
     * @param text   without markup
     */
    record Section(Heading node, String anchor, String text) {}

    static Page of(String source, String name, boolean isSource, String markdown) {
        Node document = PARSER.parse(markdown);
        List<Section> sections = new ArrayList<>();
        Anchors anchors = new Anchors();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                String text = text(heading);
                sections.add(new Section(heading, anchors.next(text), text));
            }
        });
        if (sections.isEmpty() || sections.get(0).node().getLevel() != 1) {
            throw new IllegalArgumentException(source + " does not begin with a heading of level 1");
        }
        return new Page(source, name, isSource, document, List.copyOf(sections));
    }

    /** Returns the text of a node and of all below it, without markup. */
    static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text some) {
                text.append(some.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(code.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak line) {
                text.append(' ');
            }
        });
        return text.toString();
    }

    /** Returns the folder that its links start from, with a slash at the end, or an empty string. */
    String folder() {
        boolean isFile = source.substring(source.lastIndexOf('/') + 1).contains(".");
        return isFile ? source.substring(0, source.lastIndexOf('/') + 1) : source + "/";
    }

    String title() {
        return sections.get(0).text();
    }

    String address() {
        return name.isEmpty() ? ROOT : ROOT + "/" + name;
    }

    /** Returns the name of the file that this page is written to. */
    String file() {
        return (name.isEmpty() ? "index" : name) + ".html";
    }

    Set<String> anchors() {
        return sections.stream().map(Section::anchor).collect(Collectors.toSet());
    }

    Optional<Section> section(Heading heading) {
        return sections.stream().filter(section -> section.node() == heading).findFirst();
    }
}
