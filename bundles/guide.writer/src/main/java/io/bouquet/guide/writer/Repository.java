package io.bouquet.guide.writer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source repository: the documents, and the sample plugins with their sources, in a stable order. */
final class Repository {
    static final String CONTENTS = "docs/README.md";
    static final String DECISIONS = "docs/decisions";
    static final String SAMPLES = "plugins-sample";

    private static final String DOCS = "docs/";
    private static final Set<String> LISTED =
            Set.of("java", "sql", "json", "mustache", "tsv", "xml", "bnd", "css", "js");

    private final Path root;

    Repository(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path));
    }

    byte[] read(String path) {
        try {
            return Files.readAllBytes(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(String path) {
        return new String(read(path), StandardCharsets.UTF_8);
    }

    /** Returns all pages; those of folders and of source files are made of what is in them. */
    List<Page> pages() {
        List<Page> pages = new ArrayList<>();
        for (String file : files(DOCS, name -> name.endsWith(".md"))) {
            pages.add(Page.of(file, file.equals(CONTENTS) ? "" : name(file, DOCS), false, text(file)));
        }
        pages.add(Page.of("README.md", "overview", false, text("README.md")));
        pages.add(Page.of("CHANGELOG.md", "changelog", false, text("CHANGELOG.md")));
        pages.add(list(DECISIONS, "decisions", "Decisions", pages));
        List<Page> samples = samples();
        pages.add(list(SAMPLES, "samples", "Sample plugins", samples));
        pages.addAll(samples);
        return pages;
    }

    /** Returns the pictures of the documents. */
    List<String> pictures() {
        return files(DOCS, name -> name.endsWith(".svg"));
    }

    static String pictureName(String path) {
        return path.substring(DOCS.length());
    }

    private List<Page> samples() {
        List<Page> pages = new ArrayList<>();
        for (String readme : files(SAMPLES + "/", name -> name.endsWith("/README.md"))) {
            String folder = readme.substring(0, readme.lastIndexOf('/'));
            StringBuilder listed = new StringBuilder(text(readme)).append("\n## Its files\n\n");
            for (String file : files(folder + "/", Repository::isListed)) {
                String shown = file.substring(folder.length() + 1);
                listed.append("- [`").append(shown).append("`](").append(shown).append(")\n");
                pages.add(Page.of(file, sampleName(file), true, code(file)));
            }
            pages.add(Page.of(readme, sampleName(folder), false, listed.toString()));
        }
        return pages;
    }

    private static String sampleName(String path) {
        return "samples" + path.substring(SAMPLES.length());
    }

    private static boolean isListed(String path) {
        return LISTED.contains(path.substring(path.lastIndexOf('.') + 1));
    }

    private String code(String file) {
        String ending = file.substring(file.lastIndexOf('.') + 1);
        return "# " + file.substring(file.lastIndexOf('/') + 1) + "\n\n`" + file + "`\n\n~~~~~~ " + ending + "\n"
                + text(file).stripTrailing() + "\n~~~~~~\n";
    }

    /** Makes the page of a folder: a list of the pages of the documents in it. */
    private static Page list(String folder, String name, String title, List<Page> pages) {
        String items = pages.stream()
                .filter(page -> !page.isSource() && page.source().startsWith(folder + "/"))
                .map(page -> "- [" + page.title() + "](" + page.source().substring(folder.length() + 1) + ")\n")
                .collect(Collectors.joining());
        return Page.of(folder, name, false, "# " + title + "\n\n" + items);
    }

    private static String name(String file, String folder) {
        return file.substring(folder.length(), file.length() - ".md".length());
    }

    /** Returns the files below a folder, without those that a build has made. */
    private List<String> files(String folder, Predicate<String> wanted) {
        try (Stream<Path> all = Files.walk(root.resolve(folder))) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> !path.contains("/target/") && wanted.test(path))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
