package io.bouquet.tagging.opennlp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Converts language codes of three letters (ISO 639-3) to two letters (ISO 639-1). */
final class LanguageCodes {
    private static final Map<String, String> TWO_BY_THREE = new HashMap<>();

    static {
        for (String two : Locale.getISOLanguages()) {
            TWO_BY_THREE.put(new Locale(two).getISO3Language(), two);
        }
        // members that stand for their macrolanguage, and codes that changed
        TWO_BY_THREE.putAll(Map.ofEntries(
                Map.entry("als", "sq"),
                Map.entry("arb", "ar"),
                Map.entry("azj", "az"),
                Map.entry("cmn", "zh"),
                Map.entry("ekk", "et"),
                Map.entry("gug", "gn"),
                Map.entry("heb", "he"),
                Map.entry("ind", "id"),
                Map.entry("khk", "mn"),
                Map.entry("kmr", "ku"),
                Map.entry("lvs", "lv"),
                Map.entry("npi", "ne"),
                Map.entry("ory", "or"),
                Map.entry("pes", "fa"),
                Map.entry("plt", "mg"),
                Map.entry("pnb", "pa"),
                Map.entry("swh", "sw"),
                Map.entry("uzn", "uz"),
                Map.entry("ydd", "yi"),
                Map.entry("yid", "yi"),
                Map.entry("zlm", "ms"),
                Map.entry("zsm", "ms")));
    }

    private LanguageCodes() {}

    /** Returns the code of two letters if there is one, else {@code iso6393} itself, as in BCP 47. */
    static String shortest(String iso6393) {
        return TWO_BY_THREE.getOrDefault(iso6393, iso6393);
    }
}
