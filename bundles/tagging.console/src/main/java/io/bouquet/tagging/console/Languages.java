package io.bouquet.tagging.console;

import java.util.Locale;

/** Languages for people. */
final class Languages {
    private Languages() {}

    /** The English name of an ISO 639-1 code, or the code where it has none. */
    static String name(String code) {
        return code.isEmpty() ? "any language" : Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH);
    }
}
