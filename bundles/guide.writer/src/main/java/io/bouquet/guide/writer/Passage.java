package io.bouquet.guide.writer;

import io.bouquet.guide.writer.Page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Text;

/**
 * What the search finds: the text below a heading.
 *
 * @param page    title of the page
 * @param heading the heading; empty for the text below the title
 * @param address of the heading
 * @param text    without markup
 */
record Passage(String page, String heading, String address, String text) {
    /** Returns the passages of a page; of a source file, its name only. */
    static Stream<Passage> of(Page page) {
        if (page.isSource()) {
            return Stream.of(new Passage(page.source(), "", page.address(), ""));
        }
        List<StringBuilder> texts = new ArrayList<>();
        page.document().accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                texts.add(new StringBuilder());
            }

            @Override
            public void visit(Text text) {
                add(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                add(code.getLiteral());
            }

            @Override
            public void visit(FencedCodeBlock code) {
                add(" " + code.getLiteral());
            }

            private void add(String text) {
                texts.get(texts.size() - 1).append(text).append(text.endsWith(" ") ? "" : " ");
            }
        });
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Section section = page.sections().get(i);
            passages.add(new Passage(
                    page.title(),
                    i == 0 ? "" : section.text(),
                    i == 0 ? page.address() : page.address() + "#" + section.anchor(),
                    texts.get(i).toString().replaceAll("\\s+", " ").strip()));
        }
        return passages.stream();
    }
}
