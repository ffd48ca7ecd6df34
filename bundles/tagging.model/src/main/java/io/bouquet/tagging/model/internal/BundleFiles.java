package io.bouquet.tagging.model.internal;

import io.bouquet.tagging.model.ModelFiles;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** The files of a bundle. */
final class BundleFiles implements ModelFiles {
    private final Bundle bundle;

    BundleFiles(Bundle bundle) {
        this.bundle = bundle;
    }

    @Override
    public InputStream open(String path) throws IOException {
        URL entry = bundle.getEntry(path);
        if (entry == null) {
            throw new FileNotFoundException("there is no file '" + path + "' in the bundle; there are: " + like(path));
        }
        return entry.openStream();
    }

    @Override
    public @Nullable Path dataFile(String name) {
        File file = bundle.getDataFile(name);
        return file == null ? null : file.toPath();
    }

    /** Returns the files of the same type. */
    private String like(String path) {
        int dot = path.lastIndexOf('.');
        String type = "*" + (dot > path.lastIndexOf('/') ? path.substring(dot) : "");
        Enumeration<URL> entries = bundle.findEntries("/", type, true);
        return entries == null
                ? "no " + type + " at all"
                : Collections.list(entries).stream().map(URL::getPath).sorted().collect(Collectors.joining(", "));
    }
}
