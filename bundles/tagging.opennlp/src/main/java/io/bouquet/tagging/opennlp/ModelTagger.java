package io.bouquet.tagging.opennlp;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** The tagger of one model in a bundle. Before {@link #load} has read the model, {@link #tag} throws an exception. */
final class ModelTagger implements Tagger {
    private final Bundle bundle;
    private final ModelClause model;
    private volatile @Nullable Tagger loaded;

    ModelTagger(Bundle bundle, ModelClause model) {
        this.bundle = bundle;
        this.model = model;
    }

    @Override
    public void load() throws IOException {
        URL entry = bundle.getEntry(model.path());
        if (entry == null) {
            throw new FileNotFoundException(
                    "there is no file '" + model.path() + "' in the bundle; there are: " + files());
        }
        ModelSource source = new CompactFile(compactFile(), entry::openStream).load();
        try {
            loaded = model.kind().load(source, model);
        } catch (IOException | RuntimeException unreadable) {
            throw new IOException(
                    "'" + model.path() + "' is no " + model.kind().id() + " model that OpenNLP can read (" + unreadable
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

    /**
     * Returns the file for the compact form. It has the name of the tagger, so a new version of the model replaces it.
     */
    private @Nullable Path compactFile() {
        File file = bundle.getDataFile(model.name() + ".compact");
        return file == null ? null : file.toPath();
    }

    private String files() {
        var entries = bundle.findEntries("/", "*.bin", true);
        return entries == null
                ? "no *.bin at all"
                : Collections.list(entries).stream().map(URL::getPath).sorted().collect(Collectors.joining(", "));
    }
}
