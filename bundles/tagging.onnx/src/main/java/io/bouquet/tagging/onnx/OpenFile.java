package io.bouquet.tagging.onnx;

import java.io.IOException;
import java.io.InputStream;

/** Opens a file, again and again. */
@FunctionalInterface
public interface OpenFile {
    InputStream open() throws IOException;
}
