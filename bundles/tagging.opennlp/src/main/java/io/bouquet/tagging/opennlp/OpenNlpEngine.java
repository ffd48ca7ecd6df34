package io.bouquet.tagging.opennlp;

import io.bouquet.common.BackgroundThread;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelEngine;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.spi.Tagger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Makes taggers of models that OpenNLP's trainers wrote, and drops models that nobody needs. */
@Component(configurationPid = OpenNlpEngine.PID)
@Designate(ocd = OpenNlpEngine.Config.class)
public final class OpenNlpEngine implements ModelEngine {
    static final String PID = "io.bouquet.tagging.opennlp";

    private final BackgroundThread background = new BackgroundThread("bouquet-idle-models");
    /** Weak, as they belong to the bundles of their models. */
    private final Set<ModelTagger> taggers =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    @ObjectClassDefinition(name = "Bouquet models of OpenNLP", description = "How long unused models stay in memory")
    @interface Config {
        @AttributeDefinition(
                name = "Idle, seconds",
                description = "A model that no text has needed for this time is dropped from memory, and read again"
                        + " within milliseconds when it is needed; 0 to keep all models",
                min = "0")
        int idleSeconds() default 600;
    }

    /** Creates an engine that keeps all models in memory. */
    public OpenNlpEngine() {}

    @Activate
    public OpenNlpEngine(Config config) {
        if (config.idleSeconds() > 0) {
            dropModelsAfter(Duration.ofSeconds(config.idleSeconds()));
        }
    }

    private void dropModelsAfter(Duration idle) {
        background.repeat(idle.dividedBy(4), () -> dropIdle(idle.toNanos()));
    }

    private void dropIdle(long nanoseconds) {
        synchronized (taggers) {
            taggers.forEach(tagger -> tagger.dropIfIdle(nanoseconds));
        }
    }

    @Deactivate
    public void stop() {
        background.close();
    }

    @Override
    public String name() {
        return "opennlp";
    }

    @Override
    public List<String> kinds() {
        return Arrays.stream(ModelKind.values()).map(ModelKind::id).toList();
    }

    @Override
    public ModelPlan plan(ModelDeclaration declaration) {
        declaration.requireKnown(List.of());
        ModelKind kind = ModelKind.of(declaration.kind());
        if (!kind.takesAnyLanguage()) {
            declaration.requireLanguage();
        }
        return new ModelPlan(kind.requires(), List.of(declaration.layerOr(kind.usualLayer())));
    }

    @Override
    public Tagger tagger(ModelDeclaration declaration, ModelFiles files) {
        ModelTagger tagger = new ModelTagger(declaration, files);
        taggers.add(tagger);
        return tagger;
    }
}
