package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelEngine;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.spi.Tagger;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Makes taggers that split texts by rules alone, with lists of the words of a language that the rules need. */
@Component
public final class SplitterEngine implements ModelEngine {
    @Override
    public String name() {
        return "splitter";
    }

    @Override
    public List<String> kinds() {
        return List.of(Layers.SENTENCES, Layers.TOKENS);
    }

    @Override
    public ModelPlan plan(ModelDeclaration declaration) {
        declaration.requireKnown(List.of());
        declaration.requireLanguage();
        boolean tokens = declaration.kind().equals(Layers.TOKENS);
        return new ModelPlan(
                tokens ? List.of(Layers.SENTENCES) : List.of(), List.of(declaration.layerOr(declaration.kind())));
    }

    @Override
    public Tagger tagger(ModelDeclaration declaration, ModelFiles files) {
        String layer = declaration.layerOr(declaration.kind());
        return declaration.kind().equals(Layers.TOKENS)
                ? new RuleTokenTagger(declaration.path(), files, layer)
                : new RuleSentenceTagger(declaration.path(), files, layer);
    }
}
