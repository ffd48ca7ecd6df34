package io.bouquet.tagging.onnx;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tagger of one model in a bundle. {@link #load} checks the model by running it; a model with a tokenizer that was
 * checked before is not opened again until its first text.
 */
final class OnnxTagger implements Tagger, AutoCloseable {
    private final ModelDeclaration declaration;
    private final ModelFiles files;
    private final EngineSettings engine;
    private volatile @Nullable Tagger loaded;
    private volatile boolean closed;

    OnnxTagger(ModelDeclaration declaration, ModelFiles files, EngineSettings engine) {
        this.declaration = declaration;
        this.files = files;
        this.engine = engine;
    }

    @Override
    public void load() throws IOException {
        try {
            read(ModelOptions.read(declaration, files));
        } catch (IOException | IllegalArgumentException wrong) {
            throw new IOException(
                    "'" + declaration.path() + "' is no " + declaration.kind() + " model that can serve: "
                            + wrong.getMessage(),
                    wrong);
        }
        if (closed) {
            close();
        }
    }

    private void read(ModelOptions options) throws IOException {
        options.check();
        ModelKind kind = ModelKind.of(declaration.kind());
        List<String> labels = options.labels(files);
        boolean pieces = kind == ModelKind.EMBEDDINGS || kind == ModelKind.ENTITIES;
        if (options.tokenizer().isEmpty() && pieces) {
            throw new IOException("it has no tokenizer: add tokenizer=<path of tokenizer.json>");
        }
        if (options.tokenizer().isEmpty()) {
            PipelineClassifier classifier = new PipelineClassifier(this::model, labels);
            serve(classifier(kind, options, classifier), null, options);
            return;
        }
        if (labels.isEmpty() && kind != ModelKind.EMBEDDINGS) {
            throw new IOException("it has no labels: add labels=<name,name,…> or config=<path of config.json>");
        }
        SequenceModel model = new SequenceModel(
                declaration.name(),
                this::model,
                () -> files.open(options.tokenizer()),
                SequenceSettings.of(options.pooling(), options.window(), pieces ? 3 : 2)
                        .withStates(options.states()),
                engine);
        Tagger tagger =
                switch (kind) {
                    case EMBEDDINGS -> new Encoder(options.encoder(declaration.path()), options.states(), model);
                    case ENTITIES ->
                        new EntityTagger(
                                model, labels, declaration.layerOr(ModelKind.ENTITIES.id()), options.threshold());
                    case SENTIMENT, CATEGORIES ->
                        classifier(kind, options, new SequenceClassifier(model, labels, options.multi()));
                };
        serve(tagger, model, options);
    }

    private InputStream model() throws IOException {
        return files.open(declaration.path());
    }

    private Tagger classifier(ModelKind kind, ModelOptions options, TextClassifier classifier) {
        return new ClassifierTagger(
                classifier,
                declaration.layerOr(kind == ModelKind.CATEGORIES ? "" : kind.id()),
                kind == ModelKind.SENTIMENT,
                options.multi(),
                options.threshold());
    }

    private void serve(Tagger tagger, @Nullable SequenceModel model, ModelOptions options) throws IOException {
        CheckedMark mark = new CheckedMark(declaration, options, files);
        if (model == null || !mark.isSet()) {
            boolean fits = false;
            try {
                tagger.load();
                fits = true;
            } catch (IOException wrong) {
                throw wrong;
            } catch (Exception unexpected) {
                throw new IOException(String.valueOf(unexpected.getMessage()), unexpected);
            } finally {
                if (!fits) {
                    close(tagger);
                }
            }
            mark.set();
            if (model != null) {
                model.unload();
            }
        }
        loaded = tagger;
    }

    @Override
    public Layers tag(AnnotatedText text) {
        return ready().tag(text);
    }

    @Override
    public List<Layers> tagAll(List<AnnotatedText> texts) {
        return ready().tagAll(texts);
    }

    private Tagger ready() {
        Tagger tagger = loaded;
        if (tagger == null) {
            throw new IllegalStateException("the model '" + declaration.path() + "' is not loaded");
        }
        return tagger;
    }

    /** Unloads the model, after the batches that run. */
    @Override
    public void close() {
        closed = true;
        Tagger tagger = loaded;
        if (tagger != null) {
            close(tagger);
        }
    }

    private static void close(Tagger tagger) {
        if (tagger instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
