package io.bouquet.guide.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BodyTest {
    private static final Page OTHER = Page.of("docs/b.md", "b", false, "# B\n\n## What is *new*?\n\n## What is new?\n");
    private static final Page SOURCE = Page.of("samples/A.java", "samples/A.java", true, "# A.java\n");

    private static Links links(Page page) {
        return new Links(Set.of("bundles/x")::contains, List.of(page, OTHER, SOURCE), List.of("docs/p.svg"));
    }

    private static Page page(String markdown) {
        return Page.of("docs/a.md", "a", false, "# A\n\n" + markdown);
    }

    private static String html(String markdown) {
        Page page = page(markdown);
        return new Body(page, links(page)).html();
    }

    private static List<String> broken(String markdown) {
        Page page = page(markdown);
        Links links = links(page);
        assertThat(new Body(page, links).html()).isNotEmpty();
        return links.broken();
    }

    @Test
    void linksPages() {
        assertThat(html("[b](b.md#what-is-new-1)")).contains("<a href=\"/docs/guide/b#what-is-new-1\">b</a>");
        assertThat(html("[b](https://example.org/x.md)")).contains("<a href=\"https://example.org/x.md\">");
        assertThat(html("![p](p.svg)")).contains("<img src=\"/docs/guide/p.svg\" alt=\"p\" />");
    }

    @Test
    void namesFilesThatTheGuideDoesNotHaveWithoutALink() {
        assertThat(html("[`x`](../bundles/x)"))
                .contains("title=\"in the source repository\"", "<code>x</code></span>")
                .doesNotContain("<a");
    }

    @Test
    void notesLinksThatLeadNowhere() {
        assertThat(broken("[c](c.md)")).containsExactly("docs/a.md: no file docs/c.md");
        assertThat(broken("[b](b.md#old)"))
                .singleElement()
                .asString()
                .contains("no heading 'old' in docs/b.md", "what-is-new");
        assertThat(broken("[a](#a) [b](b.md) [x](../bundles/x)")).isEmpty();
    }

    @Test
    void saysWhereASnippetIsFrom() {
        assertThat(html("<!-- from samples/A.java -->\n```java\nint a;\n```"))
                .contains("<p class=\"from\"><a href=\"/docs/guide/samples/A.java\">A.java</a></p>");
    }

    @Test
    void coloursAndEscapesCode() {
        assertThat(html("```java\n@A int a = \"<b>\"; // c\n```"))
                .contains("<span class=\"a\">@A</span> <span class=\"k\">int</span> a = "
                        + "<span class=\"s\">&quot;&lt;b&gt;&quot;</span>; <span class=\"c\">// c</span>");
        assertThat(html("```\n<b> // c\n```")).contains("&lt;b&gt; // c");
    }

    @Test
    void showsNoHtml() {
        assertThat(html("a <script>x</script>")).doesNotContain("<script>");
        assertThatThrownBy(() -> html("<div>\nx\n</div>")).hasMessageContaining("docs/a.md contains HTML");
    }

    @Test
    void refusesADocumentWithoutATitle() {
        assertThatThrownBy(() -> Page.of("docs/c.md", "c", false, "Text"))
                .hasMessage("docs/c.md does not begin with a heading of level 1");
    }
}
