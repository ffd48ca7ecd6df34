package io.bouquet.tagging.heads;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelEngine;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.model.ModelPlan;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Makes taggers of heads. */
@Component
public final class HeadEngine implements ModelEngine {
    static final String NAME = "head";
    static final List<String> KINDS = List.of(TextHead.SENTIMENT, TextHead.CATEGORIES, TextHead.TAGS, Layers.ENTITIES);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> kinds() {
        return KINDS;
    }

    @Override
    public ModelPlan plan(ModelDeclaration declaration) {
        declaration.requireKnown(List.of());
        return new ModelPlan(requires(declaration.kind()), List.of(declaration.layerOr(declaration.kind())));
    }

    @Override
    public Tagger tagger(ModelDeclaration declaration, ModelFiles files) {
        return new HeadTagger(declaration, files);
    }

    /** Returns the layers that heads of a kind read. */
    static List<String> requires(String kind) {
        return kind.equals(Layers.ENTITIES)
                ? List.of(Layers.SENTENCES, Layers.TOKENS, Layers.STATES)
                : List.of(Layers.EMBEDDINGS);
    }

    /** The tagger of one head in a bundle. */
    private static final class HeadTagger implements Tagger {
        private final ModelDeclaration model;
        private final ModelFiles files;
        private volatile @Nullable Tagger loaded;

        HeadTagger(ModelDeclaration model, ModelFiles files) {
            this.model = model;
            this.files = files;
        }

        @Override
        public void load() throws IOException {
            try (InputStream in = files.open(model.path())) {
                loaded = read(in.readAllBytes());
            } catch (IOException unreadable) {
                throw new IOException(
                        "'" + model.path() + "' is no " + model.kind() + " head that can serve: "
                                + unreadable.getMessage() + "; train or fetch it again",
                        unreadable);
            }
        }

        private Tagger read(byte[] bytes) throws IOException {
            String layer = model.layerOr(model.kind());
            if (model.kind().equals(Layers.ENTITIES)) {
                SequenceHead head = SequenceHead.read(bytes);
                requireKind(head.kind());
                return new EntityTagger(head, layer);
            }
            TextHead head = TextHead.read(bytes);
            requireKind(head.kind());
            return new TextHeadTagger(head, layer);
        }

        private void requireKind(String kind) throws IOException {
            if (!kind.equals(model.kind())) {
                throw new IOException("it is a head of the kind '" + kind + "'");
            }
        }

        @Override
        public Layers tag(AnnotatedText text) {
            Tagger tagger = loaded;
            if (tagger == null) {
                throw new IllegalStateException("the model '" + model.path() + "' is not loaded");
            }
            return tagger.tag(text);
        }
    }
}
