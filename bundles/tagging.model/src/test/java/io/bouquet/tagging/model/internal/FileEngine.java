package io.bouquet.tagging.model.internal;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelEngine;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** An engine whose models are labels in a file: each text gets the label. */
record FileEngine(String name) implements ModelEngine {
    @Override
    public List<String> kinds() {
        return List.of("label", "wish");
    }

    @Override
    public ModelPlan plan(ModelDeclaration declaration) {
        declaration.requireKnown(List.of("with"));
        if (declaration.kind().equals("wish")) {
            declaration.requireLanguage();
        }
        List<String> files = Optional.ofNullable(declaration.attributes().get("with")).stream()
                .toList();
        return new ModelPlan(List.of("tokens"), List.of(declaration.layerOr("")), !files.isEmpty(), files);
    }

    @Override
    public Tagger tagger(ModelDeclaration declaration, ModelFiles files) {
        return new FileTagger(declaration, files);
    }

    /** A tagger whose label is {@code closed} after it is closed. */
    private static final class FileTagger implements Tagger, AutoCloseable {
        private final ModelDeclaration declaration;
        private final ModelFiles files;
        private volatile String label = "";

        FileTagger(ModelDeclaration declaration, ModelFiles files) {
            this.declaration = declaration;
            this.files = files;
        }

        @Override
        public void load() throws IOException {
            try (InputStream in = files.open(declaration.path())) {
                label = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        @Override
        public Layers tag(AnnotatedText text) {
            return Layers.of(declaration.layerOr(""), List.of(new Annotation(Span.of(text.text()), label)));
        }

        @Override
        public void close() {
            label = "closed";
        }
    }
}
