package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The tagger of one model in a bundle. Before {@link #load} has read the model, {@link #tag} throws an exception. */
final class ModelTagger implements Tagger {
    private final ModelDeclaration model;
    private final ModelFiles files;
    private volatile @Nullable Tagger loaded;

    ModelTagger(ModelDeclaration model, ModelFiles files) {
        this.model = model;
        this.files = files;
    }

    @Override
    public void load() throws IOException {
        // the compact form has the name of the tagger, so a new version of the model replaces it
        ModelSource source =
                new CompactFile(files.dataFile(model.name() + ".compact"), () -> files.open(model.path())).load();
        ModelKind kind = ModelKind.of(model.kind());
        try {
            loaded = kind.load(source, model.layerOr(kind.usualLayer()), model.languages());
        } catch (IOException | RuntimeException unreadable) {
            throw new IOException(
                    "'" + model.path() + "' is no " + model.kind() + " model that OpenNLP can read (" + unreadable
                            + "); train or fetch it again",
                    unreadable);
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
