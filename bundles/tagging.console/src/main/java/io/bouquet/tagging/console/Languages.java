package io.bouquet.tagging.console;

import java.util.Locale;

/** Names of languages for users. */
final class Languages {
    private Languages() {}

    /** Returns the English name of an ISO 639-1 code, or the code if there is no name. */
    static String name(String code) {
        return code.isEmpty() ? "any language" : Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH);
    }
}
