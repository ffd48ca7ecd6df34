package io.bouquet.plugin.rules;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Constants;

/**
 * Makes the KAR of a plugin: its bundle, the bundles among its dependencies of the scope {@code provided} that the platform
 * does not have, and settings. The same content gives the same file.
 */
public final class Kar {
    private static final String PLATFORM = "io.bouquet";
    /** What the platform has, or nobody needs at run time, beside {@code plugin-api} and what it declares. */
    private static final Set<String> ALSO =
            Set.of("org.apache.openjpa:openjpa", "org.osgi:org.osgi.util.function", "org.osgi:osgi.annotation");

    private static final Pattern SETTINGS = Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_.~-]*)\\.(cfg|config|json)");
    /** The time of all entries. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Artifact plugin;
    private final String description;
    private final Map<String, Path> files = new TreeMap<>();
    private final List<String> bundles = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();

    private Kar(Artifact plugin, String description) {
        this.plugin = plugin;
        this.description = description;
    }

    /**
     * Takes group, artifact, version and description of the plugin, its JAR, the list of its dependencies as
     * {@link Artifact#list} reads it, the folder with its settings, and the KAR to write.
     */
    public static void main(String[] args) throws IOException {
        Artifact plugin = new Artifact(args[0], args[1], "jar", "", args[2], "compile", Path.of(args[4]));
        try {
            write(plugin, args[3], Artifact.list(Path.of(args[5])), Path.of(args[6]), Path.of(args[7]));
        } catch (IllegalArgumentException e) {
            System.err.println("There is no KAR: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Writes a KAR.
     *
     * @param settings a folder with files {@code <PID>.cfg}, {@code .config} or {@code .json}; it need not exist
     * @throws IllegalArgumentException if the folder has another file
     */
    public static void write(Artifact plugin, String description, List<Artifact> dependencies, Path settings, Path kar)
            throws IOException {
        Kar made = new Kar(plugin, description);
        Map<String, String> shared = Platform.shared();
        List<Artifact> provided = dependencies.stream()
                .filter(one -> one.scope().equals("provided"))
                .filter(one -> !one.group().equals(PLATFORM))
                .filter(one -> !shared.containsKey(name(one)) && !ALSO.contains(name(one)))
                .sorted(Comparator.comparing(Artifact::coordinates))
                .toList();
        for (Artifact one : provided) {
            if (isBundle(one.file())) {
                made.addBundle(one, true);
            } else {
                System.out.println(name(one) + " is not in the KAR: it is no bundle, and the scope provided does not"
                        + " embed it. If the plugin needs it at run time, remove the scope");
            }
        }
        made.addBundle(plugin, false);
        made.addSettings(settings);
        made.write(kar);
    }

    private static String name(Artifact artifact) {
        return artifact.group() + ":" + artifact.artifact();
    }

    private static boolean isBundle(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !file.toString().endsWith(".jar")) {
            return false;
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            return manifest != null && manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) != null;
        }
    }

    private void addBundle(Artifact bundle, boolean isDependency) {
        files.put(path(bundle.group(), bundle.artifact(), bundle.version(), bundle.classifier(), "jar"), bundle.file());
        String classifier = bundle.classifier().isEmpty() ? "" : "/jar/" + bundle.classifier();
        bundles.add("<bundle" + (isDependency ? " dependency=\"true\"" : "") + ">mvn:" + bundle.group() + "/"
                + bundle.artifact() + "/" + bundle.version() + classifier + "</bundle>");
    }

    private void addSettings(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> found = Files.list(folder)) {
            for (Path file : found.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(".")) {
                    continue;
                }
                Matcher parts = SETTINGS.matcher(name);
                if (!parts.matches() || !Files.isRegularFile(file)) {
                    throw new IllegalArgumentException(file + " is no settings file: this folder takes <PID>.cfg,"
                            + " <PID>.config and <PID>.json, such as com.example.shop.cfg, and no folders");
                }
                files.put(own(parts.group(1), parts.group(2)), file);
                settings.add("<configfile finalname=\"${karaf.etc}/" + name + "\">mvn:" + plugin.group() + "/"
                        + plugin.artifact() + "/" + plugin.version() + "/" + parts.group(2) + "/" + parts.group(1)
                        + "</configfile>");
            }
        }
    }

    private void write(Path kar) throws IOException {
        Files.createDirectories(kar.toAbsolutePath().resolveSibling(""));
        try (OutputStream out = Files.newOutputStream(kar);
                ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            put(zip, own("features", "xml"), features().getBytes(StandardCharsets.UTF_8));
            files.forEach((path, file) -> {
                try {
                    put(zip, path, Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(file + " cannot be read", e);
                }
            });
        }
    }

    private String features() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<features name=\"" + plugin.artifact() + "-" + plugin.version()
                + "\" xmlns=\"http://karaf.apache.org/xmlns/features/v1.6.0\">\n");
        xml.append("  <feature name=\"" + plugin.artifact() + "\" version=\"" + plugin.version() + "\" description=\""
                + escaped(description) + "\">\n");
        settings.forEach(line -> xml.append("    " + line + "\n"));
        bundles.forEach(line -> xml.append("    " + line + "\n"));
        return xml.append("  </feature>\n</features>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private String own(String classifier, String type) {
        return path(plugin.group(), plugin.artifact(), plugin.version(), classifier, type);
    }

    private static String path(String group, String artifact, String version, String classifier, String type) {
        return "repository/" + group.replace('.', '/') + "/" + artifact + "/" + version + "/" + artifact + "-" + version
                + (classifier.isEmpty() ? "" : "-" + classifier) + "." + type;
    }

    private static void put(ZipOutputStream zip, String path, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
