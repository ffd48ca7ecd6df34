package io.bouquet.training.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.TrainedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;

/** Writes the bundle of a trained model. The same model gives the same bytes. */
final class ModelJar {
    private static final String EXTENDER =
            "osgi.extender;filter:=\"(&(osgi.extender=bouquet.model)(version>=1.0)(!(version>=2.0)))\"";
    private static final String SAMPLES = "samples.json";
    private static final String CARD = "model-card.json";
    /** F1 on the gold samples, which the model answers right now. */
    private static final String THRESHOLD = "0.8";
    /** A fixed time, so that the bundle is reproducible. */
    private static final LocalDateTime TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private ModelJar() {}

    /**
     * A text that the model answers right.
     *
     * @param layers its annotations by layer
     */
    record Sample(String text, String language, Map<String, List<Annotation>> layers) {}

    /**
     * Writes the bundle.
     *
     * @param bundle  symbolic name
     * @param headers further headers of the manifest; those with an empty value are left out
     * @param card    what the model is, how it was made and how good it is, in JSON's types
     */
    static void write(
            Path file,
            String bundle,
            String version,
            ModelDeclaration declaration,
            TrainedModel model,
            List<Sample> samples,
            Map<String, String> headers,
            Map<String, Object> card,
            JsonMapper json)
            throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        main.putValue(Constants.BUNDLE_SYMBOLICNAME, bundle);
        main.putValue(Constants.BUNDLE_VERSION, version);
        main.putValue(Constants.REQUIRE_CAPABILITY, EXTENDER);
        main.putValue("Bouquet-Model", clause(declaration));
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                main.putValue(name, value);
            }
        });
        Map<String, byte[]> files = new TreeMap<>(model.files());
        files.put(CARD, pretty(card, json));
        if (!samples.isEmpty()) {
            main.putValue("Bouquet-Samples", SAMPLES + ";threshold=" + THRESHOLD);
            files.put(SAMPLES, pretty(samples.stream().map(ModelJar::wire).toList(), json));
        }
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(entry("META-INF/MANIFEST.MF"));
            manifest.write(jar);
            for (Map.Entry<String, byte[]> one : files.entrySet()) {
                jar.putNextEntry(entry(one.getKey()));
                jar.write(one.getValue());
            }
        }
    }

    private static JarEntry entry(String path) {
        JarEntry entry = new JarEntry(path);
        entry.setTimeLocal(TIME);
        return entry;
    }

    private static String clause(ModelDeclaration it) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("kind", it.kind());
        attributes.put("engine", it.engine());
        attributes.put("name", it.name());
        attributes.put("language", String.join(",", it.languages()));
        attributes.put("layers", String.join(",", it.layers()));
        attributes.putAll(new TreeMap<>(it.attributes()));
        StringBuilder clause = new StringBuilder(it.path());
        attributes.forEach((name, value) -> {
            if (!value.isEmpty()) {
                clause.append(';').append(name).append("=\"").append(value).append('"');
            }
        });
        return clause.toString();
    }

    private static Map<String, Object> wire(Sample sample) {
        Map<String, Object> layers = new LinkedHashMap<>();
        sample.layers().forEach((layer, annotations) -> {
            List<Object> list = new ArrayList<>();
            for (Annotation annotation : annotations) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("begin", annotation.span().begin());
                one.put("end", annotation.span().end());
                one.put("label", annotation.label());
                list.add(one);
            }
            layers.put(layer, list);
        });
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("text", sample.text());
        if (!sample.language().isEmpty()) {
            wire.put("language", sample.language());
        }
        wire.put("layers", layers);
        return wire;
    }

    private static byte[] pretty(Object value, JsonMapper json) {
        try {
            return json.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(value)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
