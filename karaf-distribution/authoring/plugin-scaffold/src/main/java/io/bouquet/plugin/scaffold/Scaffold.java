package io.bouquet.plugin.scaffold;

import io.bouquet.plugin.scaffold.InvalidProjectException.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.lang.model.SourceVersion;

/**
 * The project of a new plugin: at most six files, with a unit test and a test in the real distribution.
 *
 * @param kind  what it contributes
 * @param name  its Maven artifact and its folder: lower-case letters, digits and hyphens
 * @param group its Maven group, and the parent of its package
 */
public record Scaffold(Kind kind, String name, String group, Origin origin) {
    public static final String DEFAULT_GROUP = "com.example";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
    private static final int LONGEST = 30;
    /** Nouns that queries over entities take for a word of their own, or that Java has a class of. */
    private static final Set<String> RESERVED = Set.of(
            "Case",
            "Class",
            "Count",
            "Entry",
            "Group",
            "Index",
            "Key",
            "Length",
            "Member",
            "Object",
            "Order",
            "Position",
            "Set",
            "Size",
            "String",
            "Type",
            "Value");

    /** The time of all entries of a ZIP file, so that the same project gives the same file. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** @throws InvalidProjectException if a name cannot be one, with what it may be */
    public Scaffold {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
            throw new InvalidProjectException(
                    Field.NAME,
                    "'" + name + "' is no name of a plugin: up to " + LONGEST
                            + " lower-case letters, digits and single hyphens, beginning with a letter, such as my-plugin");
        }
        if (SourceVersion.isKeyword(name)) {
            throw new InvalidProjectException(
                    Field.NAME,
                    "'" + name + "' is a word of Java, and no package can have this name; take another, such as my-"
                            + name);
        }
        if (!GROUP.matcher(group).matches()) {
            throw new InvalidProjectException(
                    Field.GROUP, "'" + group + "' is no group: a Java package in lower case, such as com.example");
        }
    }

    /** Returns the contents of all files by their paths in the project. */
    public SortedMap<String, String> files() {
        List<String> paths = new ArrayList<>(kind.files());
        paths.add("pom.xml");
        if (kind != Kind.MODEL) {
            paths.add("src/test/java/@path@/@Class@Test.java");
        }
        paths.add("src/test/java/@path@/@Class@IT.java");
        Map<String, String> values = values();
        SortedMap<String, String> files = new TreeMap<>();
        for (String path : paths) {
            files.put(fill(path, values), fill(template(path), values));
        }
        return files;
    }

    /**
     * Writes the project into a folder, which is created.
     *
     * @throws FileAlreadyExistsException if the folder exists and is not empty
     */
    public void write(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> there = Files.list(folder)) {
                if (there.findAny().isPresent()) {
                    throw new FileAlreadyExistsException(folder.toString());
                }
            }
        }
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** Writes the project as a ZIP file, in a folder of the plugin's name. */
    public void zip(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        for (Map.Entry<String, String> file : files().entrySet()) {
            ZipEntry entry = new ZipEntry(name + "/" + file.getKey());
            entry.setTimeLocal(NO_TIME);
            zip.putNextEntry(entry);
            zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        zip.finish();
    }

    private Map<String, String> values() {
        String words = camel(name);
        String plain = kind == Kind.ENTITIES ? singular(words) : words;
        String suffix = kind == Kind.ENTITIES && RESERVED.contains(plain) ? "Entity" : kind.suffix();
        String type = plain.endsWith(suffix) ? plain : plain + suffix;
        String unit = name.replace('-', '_');
        String own = group + "." + name.replace("-", "");
        return Map.ofEntries(
                Map.entry("name", name),
                Map.entry("title", title(name)),
                Map.entry("group", group),
                Map.entry("version", origin.version()),
                Map.entry("repository", escaped(origin.repository())),
                Map.entry("home", escaped(origin.home())),
                Map.entry("package", own),
                Map.entry("path", own.replace('.', '/')),
                Map.entry("Class", type),
                Map.entry("variable", type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1)),
                Map.entry("unit", unit),
                Map.entry("TABLE", table(unit)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /** The name of a table is a plural, since words of SQL are none. */
    private static String table(String unit) {
        return (unit.endsWith("s") ? unit : unit + "s").toUpperCase(Locale.ROOT);
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("-")) {
            camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return camel.toString();
    }

    private static String title(String name) {
        String words = name.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** An entity is one of what the table has many of. */
    private static String singular(String name) {
        if (name.endsWith("ies") && name.length() > 4) {
            return name.substring(0, name.length() - 3) + "y";
        }
        return name.endsWith("s") && !name.endsWith("ss") && name.length() > 2
                ? name.substring(0, name.length() - 1)
                : name;
    }

    /** Replaces each {@code @placeholder@}. */
    private static String fill(String template, Map<String, String> values) {
        String filled = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("@" + value.getKey() + "@", value.getValue());
        }
        return filled;
    }

    /** Templates of one kind are in its folder; their names are those of the files, without folders and placeholders. */
    private String template(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1).replace("@Class@", "Class");
        String shared = file.equals("pom.xml") && kind != Kind.MODEL ? file : kind.word() + "/" + file;
        try (InputStream in =
                Objects.requireNonNull(Scaffold.class.getResourceAsStream(shared + ".template"), shared)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
