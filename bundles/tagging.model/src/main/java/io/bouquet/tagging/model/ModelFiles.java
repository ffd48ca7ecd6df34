package io.bouquet.tagging.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files of a bundle with models. Thread-safe. */
public interface ModelFiles {
    /**
     * Opens a file.
     *
     * @throws IOException if it is not there or cannot be read; the message is for the author of the model
     */
    InputStream open(String path) throws IOException;

    /**
     * Returns a file in the data area of the bundle, where an engine may keep what it made of the model. It is gone when
     * the bundle is uninstalled.
     *
     * @return null if there is no data area
     */
    @Nullable
    Path dataFile(String name);
}
