package io.bouquet.tagging.rules.internal;

import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelEngine;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.spi.Tagger;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Makes taggers of files of rules in bundles. */
@Component
public final class RulesEngine implements ModelEngine {
    /** Attribute of a declaration: the layers that the patterns need. */
    static final String REQUIRES = "requires";

    private static final String USUAL = Layers.SENTENCES + "," + Layers.TOKENS;

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public List<String> kinds() {
        return List.of("rules");
    }

    @Override
    public ModelPlan plan(ModelDeclaration declaration) {
        declaration.requireKnown(List.of(REQUIRES));
        return new ModelPlan(requires(declaration), List.of(declaration.layerOr("")));
    }

    @Override
    public Tagger tagger(ModelDeclaration declaration, ModelFiles files) {
        return new BundledRulesTagger(declaration, requires(declaration), files);
    }

    private static List<String> requires(ModelDeclaration declaration) {
        String layers = declaration.attributes().getOrDefault(REQUIRES, USUAL);
        return Arrays.stream(layers.split(","))
                .map(String::strip)
                .filter(layer -> !layer.isEmpty() && !layer.equals("none"))
                .toList();
    }
}
