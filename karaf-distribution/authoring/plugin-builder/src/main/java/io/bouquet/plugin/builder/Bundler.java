package io.bouquet.plugin.builder;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.FileResource;
import aQute.bnd.osgi.Jar;
import aQute.bnd.version.MavenVersion;
import aQute.lib.utf8properties.UTF8Properties;
import io.bouquet.plugin.rules.Libraries;
import io.bouquet.plugin.rules.Rules;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Manifest;

/**
 * Makes bundles with bnd, in this process, by the instructions in {@code plugin.bnd}, which the parent POM of plugins uses
 * too. Keeps the JARs of the class path open. For one thread.
 */
public final class Bundler implements AutoCloseable {
    private static final String INSTRUCTIONS = "plugin.bnd";
    private static final String SAMPLES = "samples.json";
    private static final String CHANGE_LOG = "db/changelog.sql";
    /** The time of all entries, so that the same content gives the same file. */
    private static final long NO_TIME = 0;

    private final List<Jar> classPath = new ArrayList<>();
    private final String artifacts;

    /** A JAR that lasts longer than the builder that reads it. */
    private static final class KeptJar extends Jar {
        KeptJar(File file) throws IOException {
            super(file);
        }

        @Override
        public void close() {
            // a builder closes its class path
        }

        void end() {
            super.close();
        }
    }

    /**
     * @param classPath JARs that the plugin is compiled against
     * @param artifacts the Maven coordinates of these JARs with their scopes, as {@link Libraries} reads them; the empty
     *                  string if the platform has them all
     */
    public Bundler(Collection<Path> classPath, String artifacts) throws IOException {
        for (Path path : classPath) {
            if (Files.exists(path)) {
                this.classPath.add(new KeptJar(path.toFile()));
            }
        }
        this.artifacts = artifacts;
    }

    /**
     * Makes a bundle.
     *
     * @param base         folder of the project, to which paths in its instructions are relative
     * @param instructions instructions of the project, in the format of a {@code bnd.bnd}; they override the common ones
     * @param compiled     class files and resources of the compiler, by path
     * @param resources    other files, by path
     * @param jar          the file to write
     */
    public void bundle(
            Coordinates coordinates,
            Path base,
            String instructions,
            Map<String, byte[]> compiled,
            Map<String, Path> resources,
            Path jar)
            throws BundlingException, IOException {
        try (Builder builder = new Builder()) {
            UTF8Properties properties = properties(builder, coordinates);
            Jar content = new Jar(coordinates.artifactId());
            content.setManifest(new Manifest());
            resources.forEach((path, file) -> put(content, path, file));
            compiled.forEach((path, bytes) -> content.putResource(path, new EmbeddedResource(bytes, NO_TIME)));
            addHeaders(properties, content);
            UTF8Properties own = new UTF8Properties();
            own.load(instructions, base.resolve("bnd.bnd").toFile(), builder);
            properties.putAll(own);
            builder.setProperties(base.toFile(), properties);
            builder.setJar(content);
            builder.setClasspath(classPath.toArray(Jar[]::new));
            builder.addBasicPlugin(new Libraries());
            builder.addBasicPlugin(new Rules());
            build(builder, jar);
        }
    }

    private static void put(Jar content, String path, Path file) {
        try {
            content.putResource(path, new FileResource(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static void build(Builder builder, Path jar) throws BundlingException, IOException {
        try {
            Jar bundle = builder.build();
            if (!builder.getErrors().isEmpty()) {
                throw new BundlingException(builder.getErrors());
            }
            bundle.write(jar.toFile());
        } catch (IOException | BundlingException e) {
            throw e;
        } catch (Exception e) { // bnd declares no less
            throw new BundlingException(List.of(Objects.requireNonNullElse(e.getMessage(), e.toString())));
        }
    }

    /** Adds the properties that the profiles of the parent POM set for the files of a plugin. */
    private static void addHeaders(UTF8Properties properties, Jar content) {
        if (content.exists(SAMPLES)) {
            properties.put("bouquet.samples", SAMPLES + ";threshold=${def;samples.threshold;1}");
        }
        if (content.exists(CHANGE_LOG)) {
            properties.put("bouquet.persistence", Enhancer.PERSISTENCE);
            properties.put("bouquet.migrations", CHANGE_LOG);
            properties.put(
                    "bouquet.requires",
                    "osgi.extender;filter:=\"(&(osgi.extender=bouquet.data)(version>=1.0)(!(version>=2.0)))\"");
        }
    }

    private UTF8Properties properties(Builder builder, Coordinates coordinates) throws IOException {
        UTF8Properties properties = new UTF8Properties();
        try (InputStream common = Objects.requireNonNull(Bundler.class.getResourceAsStream(INSTRUCTIONS))) {
            properties.load(new String(common.readAllBytes(), StandardCharsets.UTF_8), null, builder);
        }
        properties.put(
                Constants.BUNDLE_VERSION,
                MavenVersion.parseMavenString(coordinates.version())
                        .getOSGiVersion()
                        .toString());
        // as bnd-maven-plugin does
        properties.put(Constants.BUNDLE_NAME, coordinates.name());
        if (!coordinates.description().isEmpty()) {
            properties.put(Constants.BUNDLE_DESCRIPTION, coordinates.description());
        }
        properties.put(Constants.REPRODUCIBLE, "true");
        properties.put("project.artifacts", artifacts);
        properties.put("project.groupId", coordinates.groupId());
        properties.put("project.artifactId", coordinates.artifactId());
        properties.put("project.version", coordinates.version());
        properties.put("project.name", coordinates.name());
        properties.put("project.description", coordinates.description());
        return properties;
    }

    @Override
    public void close() {
        classPath.forEach(jar -> ((KeptJar) jar).end());
    }
}
