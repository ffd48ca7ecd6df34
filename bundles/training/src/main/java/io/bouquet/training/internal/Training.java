package io.bouquet.training.internal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.LabelledText;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelEngine;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.model.ModelTrainer;
import io.bouquet.tagging.model.TrainedModel;
import io.bouquet.tagging.model.TrainingTask;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.training.Outcome;
import io.bouquet.training.Report;
import io.bouquet.training.RunRequest.Train;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trains a model: once without the texts that are held out, to measure it, and then with all of them. */
final class Training {
    /** Gold samples for the bundle. */
    private static final int SAMPLES = 12;

    private static final int SAMPLE_LENGTH = 500;
    private static final int REPORTED_EVERY = 50;

    private final Train request;
    private final ModelTrainer trainer;
    private final ModelEngine engine;
    private final Annotator annotator;
    private final String layer;
    private final Progress progress;

    Training(Train request, ModelTrainer trainer, ModelEngine engine, Annotator annotator, Progress progress) {
        this.request = request;
        this.trainer = trainer;
        this.engine = engine;
        this.annotator = annotator;
        this.progress = progress;
        layer = layerOf(request);
    }

    /** Returns the layer of the model: the one that was asked for, or the usual one. */
    static String layerOf(Train request) {
        if (!request.layer().isEmpty()) {
            return request.layer();
        }
        // categories and tags have a layer of their own; the kinds of the platform's layers share them
        return Set.of("categories", "tags").contains(request.kind()) ? request.name() : request.kind();
    }

    /**
     * Trains, and writes the bundle.
     *
     * @return quality and bundle, without a receipt
     */
    Outcome run(List<LabelledText> data, String fingerprint, String bundle, String version, Path file, JsonMapper json)
            throws IOException, InterruptedException {
        Set<String> needed = new LinkedHashSet<>(trainer.requires(request.kind()));
        needed.addAll(engine.plan(declaration("model", Map.of())).requires());
        List<LabelledText> texts = annotator.with(List.copyOf(needed), data, request.language(), progress);
        HeldOut parts = HeldOut.of(texts, layer);
        Report report = null;
        if (!parts.test().isEmpty()) {
            Made measured = train(parts.training(), "training without the texts for the test");
            report = measure(measured, parts.test(), version, fingerprint);
        }
        Made made = train(texts, "training");
        List<ModelJar.Sample> samples = samples(made, parts.test().isEmpty() ? texts : parts.test());
        Map<String, Integer> labels = DataFile.labels(data, layer);
        ModelJar.write(
                file,
                bundle,
                version,
                made.declaration(),
                made.model(),
                samples,
                headers(report),
                card(report, labels, fingerprint, texts.size()),
                json);
        return new Outcome(
                report,
                new Outcome.Model(bundle, version, request.name(), layer, Files.size(file), texts.size(), labels, ""),
                null);
    }

    /** A model and its tagger, which is loaded. */
    private record Made(TrainedModel model, ModelDeclaration declaration, ModelPlan plan, Tagger tagger) {}

    private Made train(List<LabelledText> texts, String step) throws IOException, InterruptedException {
        progress.step(step, 0, 0);
        TrainedModel model = trainer.train(
                new TrainingTask(request.kind(), request.language(), layer, texts, request.options()),
                (what, done, total) -> progress.at(step + ": " + what, done, total));
        ModelDeclaration declaration = declaration(model.path(), model.attributes());
        ModelPlan plan = engine.plan(declaration);
        Tagger tagger = engine.tagger(declaration, new MemoryFiles(model.files()));
        try {
            tagger.load();
            tagger.warmUp();
        } catch (InterruptedException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the model that was trained cannot be used: " + e.getMessage(), e);
        }
        return new Made(model, declaration, plan, tagger);
    }

    private ModelDeclaration declaration(String path, Map<String, String> attributes) {
        return new ModelDeclaration(
                path,
                engine.name(),
                request.kind(),
                request.name(),
                request.language().isEmpty() ? List.of() : List.of(request.language()),
                List.of(layer),
                attributes);
    }

    private Report measure(Made made, List<LabelledText> test, String version, String fingerprint)
            throws InterruptedException {
        Scoring scoring = new Scoring(test, layer);
        for (int i = 0; i < test.size(); i++) {
            if (i % REPORTED_EVERY == 0) {
                progress.step("measuring", i, test.size());
            }
            scoring.add(test.get(i), answer(made, test.get(i)).get(layer));
        }
        return scoring.report(request.name(), version, request.data() + ", a fifth held out", fingerprint, null);
    }

    private static Layers answer(Made made, LabelledText text) {
        return made.tagger().tag(text.text());
    }

    /** Returns texts that the model answers right, so that a damaged one is found out before it serves. */
    private List<ModelJar.Sample> samples(Made made, List<LabelledText> texts) {
        List<ModelJar.Sample> samples = new ArrayList<>();
        Map<String, Integer> perLabel = new LinkedHashMap<>();
        int labels = DataFile.labels(texts, layer).size();
        for (LabelledText text : texts) {
            List<Annotation> gold = text.gold().get(layer);
            String first = gold.isEmpty() ? "" : gold.get(0).label();
            if (samples.size() < SAMPLES
                    && text.text().text().length() <= SAMPLE_LENGTH
                    && perLabel.getOrDefault(first, 0) <= SAMPLES / Math.max(1, labels)) {
                Scoring one = new Scoring(List.of(text), layer);
                List<Annotation> answer = answer(made, text).get(layer);
                one.add(text, answer);
                if (one.score() == 1 && !answer.isEmpty()) {
                    perLabel.merge(first, 1, Integer::sum);
                    samples.add(
                            new ModelJar.Sample(text.text().text(), text.text().language(), Map.of(layer, answer)));
                }
            }
        }
        return samples;
    }

    private Map<String, String> headers(@Nullable Report report) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Bundle-Name", "Model " + request.name());
        headers.put(
                "Bundle-Description",
                "A model of the kind " + request.kind() + ", trained with " + request.data()
                        + (report == null ? "" : "; " + report.measure() + " " + report.score()));
        headers.put("Bundle-License", request.licence());
        headers.put("Bundle-Copyright", request.source());
        return headers;
    }

    private Map<String, Object> card(
            @Nullable Report report, Map<String, Integer> labels, String fingerprint, int texts) {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("kind", request.kind());
        card.put("engine", engine.name());
        card.put("name", request.name());
        card.put("language", request.language());
        card.put("layer", layer);
        card.put("options", request.options());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", request.data());
        data.put("sha256", fingerprint);
        data.put("texts", texts);
        data.put("labels", labels);
        data.put("licence", request.licence());
        data.put("source", request.source());
        card.put("data", data);
        if (report != null) {
            card.put("measure", report.measure());
            card.put("score", report.score());
            card.put("interval", List.of(report.low(), report.high()));
            card.put("macroF1", report.macroF1());
            card.put("labels", report.labels());
        }
        return card;
    }
}
