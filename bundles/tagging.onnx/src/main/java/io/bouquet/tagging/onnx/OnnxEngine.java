package io.bouquet.tagging.onnx;

import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelEngine;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.spi.Tagger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Makes taggers of ONNX models: of Transformers with their tokenizer, and of pipelines of scikit-learn. */
@Component(configurationPid = "io.bouquet.tagging.onnx")
@Designate(ocd = OnnxEngine.Config.class)
public final class OnnxEngine implements ModelEngine {
    private final EngineSettings settings;

    @ObjectClassDefinition(name = "Bouquet ONNX", description = "How ONNX models run")
    @interface Config {
        @AttributeDefinition(
                name = "Runners",
                description = "Batches of one model that run at the same time",
                min = "1")
        int runners() default 1;

        @AttributeDefinition(
                name = "Threads",
                description = "Threads of a running batch; 0 for as many as there are processors for each runner",
                min = "0")
        int threads() default 0;

        @AttributeDefinition(
                name = "Pieces of a batch",
                description = "Largest number of word pieces in a batch; more take more memory",
                min = "1")
        int batchPieces() default EngineSettings.BATCH_PIECES;

        @AttributeDefinition(
                name = "Idle, seconds",
                description = "A model without requests for this time is unloaded until the next one",
                min = "1")
        int idleSeconds() default EngineSettings.IDLE_SECONDS;
    }

    @Activate
    public OnnxEngine(Config config) {
        this(settings(config));
    }

    OnnxEngine(EngineSettings settings) {
        this.settings = settings;
    }

    private static EngineSettings settings(Config config) {
        int processors = Runtime.getRuntime().availableProcessors();
        int threads = config.threads() > 0 ? config.threads() : Math.max(1, processors / config.runners());
        return new EngineSettings(
                config.runners(), threads, config.batchPieces(), Duration.ofSeconds(config.idleSeconds()));
    }

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public List<String> kinds() {
        return Arrays.stream(ModelKind.values()).map(ModelKind::id).toList();
    }

    @Override
    public ModelPlan plan(ModelDeclaration declaration) {
        ModelKind kind = ModelKind.of(declaration.kind());
        declaration.requireKnown(ModelOptions.names(kind));
        ModelOptions options = ModelOptions.of(declaration);
        options.check();
        boolean embeddings = kind == ModelKind.EMBEDDINGS;
        if (embeddings && !declaration.layers().isEmpty()) {
            throw new IllegalArgumentException("the model '" + declaration.path() + "' declares the layers "
                    + declaration.layers() + "; models for embeddings make embeddings and states");
        }
        List<String> produces = embeddings
                ? List.of(Layers.EMBEDDINGS, Layers.STATES)
                : List.of(declaration.layerOr(kind == ModelKind.CATEGORIES ? "" : kind.id()));
        return new ModelPlan(kind.requires(), produces, embeddings, options.files());
    }

    @Override
    public Tagger tagger(ModelDeclaration declaration, ModelFiles files) {
        return new OnnxTagger(declaration, files, settings);
    }
}
