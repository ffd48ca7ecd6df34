package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelEngine;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.spi.Tagger;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Makes taggers of models that OpenNLP's trainers wrote. */
@Component
public final class OpenNlpEngine implements ModelEngine {
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
        return new ModelTagger(declaration, files);
    }
}
