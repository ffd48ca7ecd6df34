package io.bouquet.tagging.opennlp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import opennlp.tools.util.model.BaseModel;

/** Serialises models so that the same training gives the same bytes, at whatever time it runs. */
public final class ReproducibleModel {
    private static final LocalDateTime ZIP_EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final String MANIFEST = "manifest.properties";

    private ReproducibleModel() {}

    public static byte[] bytes(BaseModel model) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        ByteArrayOutputStream serialised = new ByteArrayOutputStream();
        model.serialize(serialised);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(serialised.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        entries.computeIfPresent(MANIFEST, (name, bytes) -> timeless(bytes));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            // OpenNLP wants the manifest before all that it describes
            for (boolean manifest : new boolean[] {true, false}) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    if (entry.getKey().equals(MANIFEST) == manifest) {
                        writeEntry(zip, entry.getKey(), entry.getValue());
                    }
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void writeEntry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ZIP_EPOCH);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static byte[] timeless(byte[] manifest) {
        return new String(manifest, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.startsWith("Timestamp=") ? "Timestamp=0" : line)
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
