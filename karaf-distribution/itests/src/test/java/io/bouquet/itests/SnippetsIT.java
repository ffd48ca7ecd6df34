package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** Snippets of the docs with a comment {@code from <file>} are parts of that file. */
public class SnippetsIT {
    private static final Path ROOT = Path.of(System.getProperty("bouquet.bundles"))
            .toAbsolutePath()
            .normalize()
            .getParent();
    private static final Pattern SNIPPET = Pattern.compile("<!-- from (\\S+) -->\n```\\w+\n(.*?)```", Pattern.DOTALL);
    /** Code of a plugin that comes from no file. */
    private static final Pattern LOOSE = Pattern.compile("(?<! -->)\n```(java|sql|xml|html)\n(.*?)```", Pattern.DOTALL);
    /** All code of these is compiled and tested. */
    private static final List<String> TESTED = List.of("cookbook.md", "spi.md", "tutorial.md");

    @Test
    public void areInTheFilesThatTheyName() throws IOException {
        List<String> wrong = new ArrayList<>();
        int snippets = 0;
        for (Path doc : docs()) {
            Matcher snippet = SNIPPET.matcher(Files.readString(doc));
            while (snippet.find()) {
                snippets++;
                String source = Files.readString(ROOT.resolve(snippet.group(1)));
                if (!source.contains(snippet.group(2))) {
                    wrong.add(doc.getFileName() + ": not in " + snippet.group(1) + ":\n" + snippet.group(2));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(snippets).isGreaterThanOrEqualTo(40);
    }

    @Test
    public void areAllTheCodeOfTheCookbookTheInterfacesAndTheTutorial() throws IOException {
        List<String> loose = new ArrayList<>();
        for (String name : TESTED) {
            Matcher code = LOOSE.matcher(Files.readString(ROOT.resolve("docs").resolve(name)));
            while (code.find()) {
                loose.add(name + ": " + code.group(2));
            }
        }
        assertThat(loose).isEmpty();
    }

    @Test
    public void describeEachPackageForPlugins() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/spi.md"));
        String exports = Files.readString(ROOT.resolve("karaf-distribution/authoring/plugin-api/bnd.bnd"));
        List<String> packages = Pattern.compile("\\bio\\.bouquet(\\.[a-z.]*[a-z])")
                .matcher(exports)
                .results()
                .map(name -> name.group(1))
                .toList();
        assertThat(packages).hasSizeGreaterThanOrEqualTo(19).allSatisfy(name -> assertThat(page)
                .containsPattern("`(io\\.bouquet)?" + Pattern.quote(name) + "`"));
    }

    private static List<Path> docs() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return docs.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }
}
