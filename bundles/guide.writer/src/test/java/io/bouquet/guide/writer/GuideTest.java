package io.bouquet.guide.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The guide of this repository: each link of each document leads somewhere, in the repository and in the guide. */
class GuideTest {
    private static final Map<String, Document> PAGES = new HashMap<>();
    private static Guide guide;

    @BeforeAll
    static void write() throws Exception {
        guide = Guide.of(Path.of("../.."));
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", false);
        for (Map.Entry<String, byte[]> file : guide.files().entrySet()) {
            if (file.getKey().endsWith(".html")) {
                Document page = parsers.newDocumentBuilder().parse(new ByteArrayInputStream(file.getValue()));
                PAGES.put(address(file.getKey()), page);
            }
        }
    }

    private static String address(String file) {
        String name = file.replaceFirst("\\.html$", "");
        return name.equals("index") ? Page.ROOT : Page.ROOT + "/" + name;
    }

    private static List<Element> all(Document page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static Set<String> ids(Document page) {
        return all(page, "*").stream()
                .map(element -> element.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
    }

    private static String text(Document page, String tag) {
        return all(page, tag).get(0).getTextContent();
    }

    @Test
    void hasNoBrokenLinkInTheMarkdown() {
        assertThat(guide.broken()).isEmpty();
    }

    @Test
    void hasNoBrokenLinkOrAnchorInThePages() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Map.Entry<String, Document> page : PAGES.entrySet()) {
            for (String attribute : List.of("href", "src")) {
                for (Element element : all(page.getValue(), "*")) {
                    String link = element.getAttribute(attribute);
                    if (link.startsWith("#") || link.startsWith(Page.ROOT)) {
                        links++;
                        if (!leadsSomewhere(page.getKey(), link)) {
                            broken.add(page.getKey() + ": " + link);
                        }
                    } else if (!link.isEmpty()) {
                        assertThat(link)
                                .as(page.getKey())
                                .matches("https?://.*|/docs|/console|/console/assets/icon.svg");
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(1_000);
    }

    private static boolean leadsSomewhere(String from, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        String address = path.isEmpty() ? from : path.replaceFirst("\\?.*", "");
        Document page = PAGES.get(address);
        if (page == null) {
            return guide.files().containsKey(address.substring(Page.ROOT.length() + 1));
        }
        return hash < 0 || ids(page).contains(link.substring(hash + 1));
    }

    @Test
    void reachesEveryPageFromTheFirst() {
        Set<String> reached = new HashSet<>(Set.of(Page.ROOT));
        Deque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (Element link : all(PAGES.get(open.remove()), "a")) {
                String address = link.getAttribute("href").replaceFirst("#.*", "");
                if (PAGES.containsKey(address) && reached.add(address)) {
                    open.add(address);
                }
            }
        }
        assertThat(new TreeSet<>(PAGES.keySet())).isEqualTo(new TreeSet<>(reached));
    }

    @Test
    void namesEachDocumentInTheNavigation() {
        Set<String> named = all(all(PAGES.get(Page.ROOT), "nav").stream()
                        .filter(nav -> nav.getAttribute("class").equals("side"))
                        .findFirst()
                        .orElseThrow())
                .stream()
                .map(link -> link.getAttribute("href"))
                .collect(Collectors.toSet());
        Set<String> documents = PAGES.keySet().stream()
                .filter(address -> !address.matches(Page.ROOT + "(|/(samples|decisions)/.*)"))
                .collect(Collectors.toSet());
        assertThat(named).containsAll(documents);
    }

    private static List<Element> all(Element parent) {
        NodeList nodes = parent.getElementsByTagName("a");
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    @Test
    void givesEachPageALanguageATitleAndOneFirstHeading() {
        PAGES.forEach((address, page) -> {
            assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
            assertThat(text(page, "title")).endsWith(" · Bouquet").doesNotContain("{", "`");
            assertThat(all(page, "h1")).as(address).hasSize(1);
            List<String> ids = all(page, "*").stream()
                    .map(element -> element.getAttribute("id"))
                    .filter(id -> !id.isEmpty())
                    .toList();
            assertThat(ids).as(address).doesNotHaveDuplicates();
        });
        assertThat(PAGES.values().stream().map(page -> text(page, "title")))
                .contains("Deploying plugins · Guide · Bouquet");
    }

    @Test
    void hasNothingInlineThatThePolicyForbids() {
        PAGES.forEach((address, page) -> {
            assertThat(all(page, "style")).isEmpty();
            assertThat(all(page, "script")).singleElement().satisfies(script -> assertThat(script.getTextContent())
                    .isEmpty());
            assertThat(all(page, "*"))
                    .as(address)
                    .noneMatch(element -> element.hasAttribute("style") || element.hasAttribute("onclick"));
        });
    }

    @Test
    void findsTextsWithTheirHeadings() {
        String index = new String(guide.files().get("search.json"), StandardCharsets.UTF_8);
        assertThat(index)
                .contains("{\"page\":\"Deploying plugins\",\"heading\":\"The receipt\","
                        + "\"address\":\"/docs/guide/deploying#the-receipt\"");
    }
}
