package io.bouquet.plugin.builder;

import java.util.List;

/** A bundle cannot be made. The message has a line for each reason. */
public final class BundlingException extends Exception {
    private static final long serialVersionUID = 1L;

    BundlingException(List<String> reasons) {
        super(String.join("\n", reasons));
    }
}
