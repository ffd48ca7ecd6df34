package io.bouquet.training.internal;

import io.bouquet.tagging.model.ModelFiles;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of a model that was just trained. */
record MemoryFiles(Map<String, byte[]> files) implements ModelFiles {
    @Override
    public InputStream open(String path) throws FileNotFoundException {
        byte[] content = files.get(path);
        if (content == null) {
            throw new FileNotFoundException("the trainer made no file '" + path + "'");
        }
        return new ByteArrayInputStream(content);
    }

    @Override
    public @Nullable Path dataFile(String name) {
        return null;
    }
}
