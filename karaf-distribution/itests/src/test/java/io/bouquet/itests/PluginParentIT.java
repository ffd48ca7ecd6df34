package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** What plugin authors build with has the versions and the API of the platform. Its POMs have no parent of ours. */
public class PluginParentIT {
    private static final Path BUNDLES = Path.of(System.getProperty("bouquet.bundles"));
    private static final Path AUTHORING = BUNDLES.resolveSibling("karaf-distribution/authoring");
    private static final Pattern PROPERTY = Pattern.compile("<([a-z0-9.-]+\\.version)>([^<]+)</");
    private static final Pattern PLUGIN =
            Pattern.compile("<artifactId>([a-z-]+-plugin)</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern EXPORTED = Pattern.compile("^ +(io\\.bouquet\\.[\\w.]+)", Pattern.MULTILINE);

    @Test
    public void hasTheVersionsOfThePlatform() throws IOException {
        String root = Files.readString(BUNDLES.resolveSibling("pom.xml"));
        Map<String, String> ours = found(PROPERTY, root);
        ours.put("bouquet.version", "0.1.0");
        Map<String, String> plugins = found(PLUGIN, root);
        assertThat(root).contains("<version>" + ours.get("bouquet.version") + "</version>");
        for (String module : new String[] {"plugin-parent", "plugin-bom"}) {
            String pom = Files.readString(AUTHORING.resolve(module).resolve("pom.xml"));
            Map<String, String> properties = found(PROPERTY, pom);
            assertThat(properties).isNotEmpty();
            assertThat(ours).as(module).containsAllEntriesOf(properties);
            assertThat(plugins).as(module).containsAllEntriesOf(found(PLUGIN, pom));
        }
    }

    @Test
    public void hasAllPackagesOfTheApiAndNoOthers() throws IOException {
        Set<String> exported = new TreeSet<>();
        try (Stream<Path> files = Files.walk(BUNDLES)) {
            for (Path file : files.filter(path -> path.endsWith("package-info.java"))
                    .filter(path -> path.toString().contains("src/main/java"))
                    .collect(Collectors.toSet())) {
                String source = Files.readString(file);
                Matcher name = PACKAGE.matcher(source);
                if (source.contains("@Export\n") && name.find()) {
                    exported.add(name.group(1));
                }
            }
        }
        String bnd = Files.readString(AUTHORING.resolve("plugin-api/bnd.bnd"));
        assertThat(EXPORTED.matcher(bnd).results().map(one -> one.group(1))).containsExactlyElementsOf(exported);
    }

    private static Map<String, String> found(Pattern pattern, String text) {
        Map<String, String> found = new TreeMap<>();
        pattern.matcher(text).results().forEach(one -> found.put(one.group(1), one.group(2)));
        found.values().removeIf(version -> version.startsWith("${"));
        return found;
    }
}
