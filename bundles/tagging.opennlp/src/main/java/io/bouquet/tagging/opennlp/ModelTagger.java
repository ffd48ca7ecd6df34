package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The tagger of one model in a bundle. Before {@link #load} has read the model, {@link #tag} throws an exception.
 * {@link #dropIfIdle} drops a model that is not in use, and the next text reads it again.
 */
final class ModelTagger implements Tagger {
    private final ModelDeclaration model;
    private final ModelFiles files;
    private final CompactFile compact;
    private volatile @Nullable Tagger loaded;
    /** Whether the model could be read once; then it is read again when it is needed. */
    private volatile boolean readable;

    private volatile long lastUsed;

    ModelTagger(ModelDeclaration model, ModelFiles files) {
        this.model = model;
        this.files = files;
        // the compact form has the name of the tagger, so a new version of the model replaces it
        this.compact = new CompactFile(files.dataFile(model.name() + ".compact"), () -> this.files.open(model.path()));
    }

    @Override
    public void load() throws IOException {
        read();
    }

    @Override
    public Layers tag(AnnotatedText text) {
        Tagger tagger = loaded;
        if (tagger == null) {
            tagger = readAgain();
        }
        try {
            return tagger.tag(text);
        } finally {
            lastUsed = System.nanoTime();
        }
    }

    /** Drops the model if no text has needed it for this time. Texts that are being tagged keep it until they are done. */
    synchronized void dropIfIdle(long nanoseconds) {
        if (loaded != null && System.nanoTime() - lastUsed >= nanoseconds) {
            loaded = null;
        }
    }

    boolean isInMemory() {
        return loaded != null;
    }

    private synchronized Tagger read() throws IOException {
        Tagger present = loaded;
        if (present != null) {
            return present; // another text has needed it at the same time
        }
        ModelSource source = compact.load();
        ModelKind kind = ModelKind.of(model.kind());
        try {
            Tagger tagger = kind.load(source, model.layerOr(kind.usualLayer()), model.languages());
            lastUsed = System.nanoTime();
            loaded = tagger;
            readable = true;
            return tagger;
        } catch (IOException | RuntimeException unreadable) {
            throw new IOException(
                    "'" + model.path() + "' is no " + model.kind() + " model that OpenNLP can read (" + unreadable
                            + "); train or fetch it again",
                    unreadable);
        }
    }

    private Tagger readAgain() {
        if (!readable) {
            throw new IllegalStateException("the model '" + model.path() + "' is not loaded");
        }
        try {
            return read();
        } catch (IOException gone) {
            throw new IllegalStateException(
                    "the model '" + model.path()
                            + "' was dropped since nobody needed it for some time, and cannot be read" + " again ("
                            + gone.getMessage() + "); update its bundle",
                    gone);
        }
    }
}
