package io.bouquet.benchmarks;

import io.bouquet.benchmarks.fixture.Stamp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Makes versions of the plugins that are swapped; each says its version by its own bytes, and some are poisoned. */
public final class Fixtures {
    /** What is wrong with a plugin. */
    public enum Poison {
        NONE,
        /** Its gold samples expect what it does not say. */
        SAMPLES,
        /** It never gets warm. */
        WARM_UP,
        /** It imports a package that nobody has. */
        IMPORT,
        /** Its model is none. */
        MODEL
    }

    /** A text of which the gold samples are made; all that the model has. */
    private static final String SAMPLE = "Good morning, how are you?";

    private static final String NAME = "io.bouquet.benchmarks.";
    /** Maven's group of what is in the KAR. */
    private static final String KAR = NAME + "kar";

    private final Path target;
    private final Path samples;
    private final Path work;

    /**
     * @param target  where the build of this module has put its JARs
     * @param samples where the sample plugins are, as they are shipped
     * @param work    folder for what is made
     */
    public Fixtures(Path target, Path samples, Path work) {
        this.target = target;
        this.samples = samples;
        this.work = work;
    }

    /** A bundle of this module. */
    public Path bundle(String name, String version, Poison poison) throws IOException {
        return bundle(name, version, poison, Map.of());
    }

    /**
     * A plugin with a table.
     *
     * @param columns that its change log adds, each by a change set of its own
     */
    public Path notebook(String version, int columns) throws IOException {
        StringBuilder changes = new StringBuilder("""
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                  <changeSet id="0" author="benchmarks">
                    <createTable tableName="PAGE">
                      <column name="ID" type="INT"><constraints nullable="false" primaryKey="true"/></column>
                      <column name="READINGS" type="BIGINT"><constraints nullable="false"/></column>
                    </createTable>
                  </changeSet>
                """);
        for (int column = 1; column <= columns; column++) {
            changes.append("""
                      <changeSet id="%1$d" author="benchmarks">
                        <addColumn tableName="PAGE"><column name="REMARK%1$d" type="VARCHAR(20)"/></addColumn>
                      </changeSet>
                    """.formatted(column));
        }
        changes.append("</databaseChangeLog>\n");
        return bundle("notebook", version, Poison.NONE, Map.of("db/notebook.xml", bytes(changes.toString())));
    }

    private Path bundle(String name, String version, Poison poison, Map<String, byte[]> content) throws IOException {
        Path original = only(target, "benchmarks-[0-9.]+-" + name + "\\.jar");
        Map<String, byte[]> added = new LinkedHashMap<>(content);
        Map<String, String> headers = new LinkedHashMap<>();
        added.put(Stamp.FILE, bytes("version=" + version + "\nhangs=" + (poison == Poison.WARM_UP) + "\n"));
        if (name.equals("marks")) {
            headers.put("Bouquet-Samples", "samples.json;tagger=mark-a");
            added.put("samples.json", samples("mark-a", poison == Poison.SAMPLES ? "another" : version));
        }
        return remade(original, NAME + name, version, poison, headers, added);
    }

    /** A sample plugin as another version; it has no way to say which. */
    public Path sample(String name, String version) throws IOException {
        Path original = only(samples, name + "-1\\.0\\.0\\.jar");
        return remade(original, "com.example." + name, version, Poison.NONE, Map.of(), Map.of());
    }

    /** A model whose categories name its version. */
    public Path model(String version, Poison poison) throws IOException {
        return model("model", "mark-m", version, poison);
    }

    private Path model(String name, String tagger, String version, Poison poison) throws IOException {
        byte[] original =
                entries(only(samples, "greeting-model-1\\.0\\.0\\.jar")).get("model/categories.bin");
        if (original == null) {
            throw new IOException("no model in the sample of " + samples);
        }
        Map<String, byte[]> content = new LinkedHashMap<>();
        content.put("model/m.bin", poison == Poison.MODEL ? bytes("no model") : relabelled(original, version));
        content.put("samples.json", samples(tagger, poison == Poison.SAMPLES ? "another" : version + "/greeting"));
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", NAME + name);
        headers.putValue(
                "Bouquet-Model", "model/m.bin;kind=categories;language=en;name=" + tagger + ";layers=" + tagger);
        headers.putValue("Bouquet-Samples", "samples.json;tagger=" + tagger);
        headers.putValue(
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=bouquet.model)(version>=1.0)(!(version>=2.0)))\"");
        headers.putValue("Bundle-Version", version);
        return write(name + "-" + version, poison, manifest, content);
    }

    /** A KAR with a model whose categories name its version. */
    public Path kar(String version) throws IOException {
        String folder = "repository/" + KAR.replace('.', '/') + "/";
        String features = """
                <features name="%1$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="%1$s" version="%2$s"><bundle>mvn:%1$s/model/%2$s</bundle></feature>
                </features>
                """.formatted(KAR, version);
        Map<String, byte[]> content = new LinkedHashMap<>();
        content.put(folder + "kar/" + version + "/kar-" + version + "-features.xml", bytes(features));
        content.put(
                folder + "model/" + version + "/model-" + version + ".jar",
                Files.readAllBytes(model("kar-model", "mark-k", version, Poison.NONE)));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        return Files.move(
                write(KAR + "-" + version, Poison.NONE, manifest, content),
                work.resolve(KAR + "-" + version + ".kar"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** The bundle that measures from inside. */
    public Path probe() throws IOException {
        return only(target, "benchmarks-[0-9.]+\\.jar");
    }

    /** A feature repository of one plugin. */
    public Path feature(String name, Path bundle) throws IOException {
        return Files.writeString(work.resolve(name + "-features.xml"), """
                <features name="%1$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="%1$s" version="1.0.0"><bundle>%2$s</bundle></feature>
                </features>
                """.formatted(name, bundle.toUri()));
    }

    private static byte[] samples(String layer, String label) {
        return bytes("[{\"text\":\"" + SAMPLE + "\",\"language\":\"en\",\"layers\":{\"" + layer
                + "\":[{\"begin\":0,\"end\":" + SAMPLE.length() + ",\"label\":\"" + label + "\"}]}}]");
    }

    private Path remade(
            Path original,
            String name,
            String version,
            Poison poison,
            Map<String, String> also,
            Map<String, byte[]> added)
            throws IOException {
        Manifest manifest;
        try (JarInputStream in = new JarInputStream(Files.newInputStream(original))) {
            manifest = new Manifest(in.getManifest());
        }
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Bundle-Version", version);
        also.forEach(headers::putValue);
        if (poison == Poison.IMPORT) {
            headers.putValue("Import-Package", headers.getValue("Import-Package") + ",com.example.nowhere");
        }
        Map<String, byte[]> content = entries(original);
        content.putAll(added);
        return write(name + "-" + version, poison, manifest, content);
    }

    private Path write(String name, Poison poison, Manifest manifest, Map<String, byte[]> content) throws IOException {
        Path jar = work.resolve(name + (poison == Poison.NONE ? "" : "-" + poison) + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return jar;
    }

    /** The model with the version before each category: what the library writes is a ZIP with the categories in front. */
    private static byte[] relabelled(byte[] model, String version) throws IOException {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(model));
                ZipOutputStream out = new ZipOutputStream(made)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().equals("doccat.model")) {
                    relabel(new DataInputStream(in), new DataOutputStream(out), version);
                } else {
                    in.transferTo(out);
                }
            }
        }
        return made.toByteArray();
    }

    private static void relabel(DataInputStream in, DataOutputStream out, String version) throws IOException {
        out.writeUTF(in.readUTF());
        int labels = in.readInt();
        out.writeInt(labels);
        for (int i = 0; i < labels; i++) {
            out.writeUTF(version + "/" + in.readUTF());
        }
        in.transferTo(out);
        out.flush();
    }

    private static Map<String, byte[]> entries(Path jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (InputStream file = Files.newInputStream(jar);
                JarInputStream in = new JarInputStream(file)) {
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    private static Path only(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow(() -> new IOException("nothing like '" + name + "' in " + folder));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
