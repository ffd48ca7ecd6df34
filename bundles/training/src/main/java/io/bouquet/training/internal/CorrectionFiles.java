package io.bouquet.training.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.common.Ulid;
import io.bouquet.common.json.BundleJson;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Span;
import io.bouquet.training.Correction;
import io.bouquet.training.Corrections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps corrections in memory and in a file of JSON lines, which is replaced at each change. */
@Component
public final class CorrectionFiles implements Corrections {
    private static final Logger LOG = LoggerFactory.getLogger(CorrectionFiles.class);
    private static final Pattern LAYER = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    /** So many of all layers are kept; a file that is rewritten at each change must stay small. */
    private static final int MOST = 10_000;

    private final Path file;
    private final JsonMapper json = BundleJson.mapper().build();
    private final TreeMap<String, Correction> byId = new TreeMap<>();

    @Activate
    public CorrectionFiles(BundleContext context) {
        this(Path.of(Objects.requireNonNullElse(context.getProperty("karaf.data"), "."), "training-corrections.jsonl"));
    }

    CorrectionFiles(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(this::read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the corrections in " + file + " cannot be read", e);
        }
    }

    private void read(String line) {
        try {
            JsonNode node = json.readTree(line);
            List<Annotation> annotations = new ArrayList<>();
            String layer = node.path("layer").asText();
            node.path("layers")
                    .path(layer)
                    .forEach(one -> annotations.add(new Annotation(
                            new Span(one.path("begin").asInt(), one.path("end").asInt()),
                            one.path("label").asText())));
            Correction correction = new Correction(
                    node.path("id").asText(),
                    node.path("text").asText(),
                    node.path("language").asText(),
                    layer,
                    annotations,
                    node.path("account").asText(),
                    Instant.parse(node.path("at").asText()));
            byId.put(correction.id(), correction);
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.warn("A line of {} is no correction and is left out: {}", file, e.getMessage());
        }
    }

    @Override
    public synchronized Correction add(
            String text, String language, String layer, List<Annotation> annotations, String account) {
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("a text to correct has 1 to " + MAX_TEXT + " characters");
        }
        if (!LAYER.matcher(layer).matches()) {
            throw new IllegalArgumentException("the layer '" + layer + "' does not match " + LAYER);
        }
        for (Annotation annotation : annotations) {
            if (annotation.span().end() > text.length() || annotation.label().isBlank()) {
                throw new IllegalArgumentException("the annotation " + annotation.span() + " '" + annotation.label()
                        + "' has no label, or ends after the text of " + text.length() + " characters");
            }
        }
        TreeMap<String, Correction> before = new TreeMap<>(byId);
        byId.values().removeIf(one -> one.layer().equals(layer) && one.text().equals(text));
        if (byId.size() >= MOST) {
            byId.putAll(before);
            throw new IllegalArgumentException(
                    "there are " + MOST + " corrections, the limit; export those that were used, and remove them");
        }
        Instant now = Clock.systemUTC().instant();
        Correction correction =
                new Correction(Ulid.next(now.toEpochMilli()), text, language, layer, annotations, account, now);
        byId.put(correction.id(), correction);
        write(before);
        return correction;
    }

    @Override
    public synchronized List<Correction> list(String layer) {
        return byId.descendingMap().values().stream()
                .filter(one -> one.layer().equals(layer))
                .toList();
    }

    @Override
    public synchronized SortedMap<String, Integer> layers() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        byId.values().forEach(one -> counts.merge(one.layer(), 1, Integer::sum));
        return counts;
    }

    @Override
    public synchronized boolean remove(String id) {
        TreeMap<String, Correction> before = new TreeMap<>(byId);
        if (byId.remove(id) == null) {
            return false;
        }
        write(before);
        return true;
    }

    @Override
    public synchronized byte[] export(String layer) {
        return lines(
                byId.values().stream().filter(one -> one.layer().equals(layer)).toList());
    }

    /** @param before what is kept in memory again if the file cannot be written */
    private void write(Map<String, Correction> before) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
            Files.write(
                    part,
                    lines(byId.values()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            byId.clear();
            byId.putAll(before);
            throw new UncheckedIOException("the corrections cannot be kept in " + file, e);
        }
    }

    private byte[] lines(Iterable<Correction> corrections) {
        StringBuilder lines = new StringBuilder();
        for (Correction it : corrections) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("id", it.id());
            line.put("at", it.at().toString());
            line.put("account", it.account());
            line.put("text", it.text());
            line.put("language", it.language());
            line.put("layer", it.layer());
            line.put(
                    "layers",
                    Map.of(
                            it.layer(),
                            it.annotations().stream()
                                    .map(one -> Map.of(
                                            "begin", one.span().begin(),
                                            "end", one.span().end(),
                                            "label", one.label()))
                                    .collect(Collectors.toList())));
            try {
                lines.append(json.writeValueAsString(line)).append('\n');
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
