package io.bouquet.tagging;

import java.util.Collection;

/** Signals that no tagger supports the requested language. */
public final class UnknownLanguageException extends TaggingException {
    private static final long serialVersionUID = 1L;

    private final String language;

    public UnknownLanguageException(String language, Collection<String> serving) {
        super("no tagger for the language '" + language + "'; serving: "
                + (serving.isEmpty() ? "none" : String.join(", ", serving)));
        this.language = language;
    }

    public String language() {
        return language;
    }
}
