package io.bouquet.tagging.rules.internal;

import io.bouquet.tagging.Layers;
import io.bouquet.tagging.rules.RuleErrorException;
import io.bouquet.tagging.rules.RuleErrorException.RuleError;
import io.bouquet.tagging.rules.internal.PhraseTrie.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Reads the lines of a file of rules, and collects all errors. */
public final class RuleParser {
    private static final int MOST_ERRORS = 20;
    private static final String NAME = "[a-z][a-z0-9._-]*";

    private final PhraseTrie phrases = new PhraseTrie();
    private final List<TokenPattern> patterns = new ArrayList<>();
    private final List<RuleError> errors = new ArrayList<>();
    private String layer = "";
    private List<String> languages = List.of();
    private String label = "";
    private boolean exact = true;

    /** @param requires layers that the patterns need */
    public record Parsed(
            String layer,
            List<String> languages,
            PhraseTrie phrases,
            List<TokenPattern> patterns,
            List<String> requires) {}

    private RuleParser() {}

    /** @throws RuleErrorException with all errors */
    public static Parsed parse(String text) throws RuleErrorException {
        RuleParser parser = new RuleParser();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length && parser.errors.size() < MOST_ERRORS; i++) {
            parser.read(i + 1, lines[i].strip());
        }
        if (parser.errors.isEmpty() && parser.phrases.size() + parser.patterns.size() == 0) {
            parser.fail(lines.length, "there is no rule: write [label], and phrases in the lines after it");
        }
        if (!parser.errors.isEmpty()) {
            throw new RuleErrorException(parser.errors);
        }
        return new Parsed(
                parser.layer, parser.languages, parser.phrases, List.copyOf(parser.patterns), parser.requires());
    }

    private List<String> requires() {
        Set<String> layers = new TreeSet<>();
        if (!patterns.isEmpty()) {
            layers.add(Layers.SENTENCES);
            layers.add(Layers.TOKENS);
        }
        if (patterns.stream().anyMatch(pattern -> pattern.uses(TokenPattern.Pos.class))) {
            layers.add(Layers.POS);
        }
        if (patterns.stream().anyMatch(pattern -> pattern.uses(TokenPattern.Lemma.class))) {
            layers.add(Layers.LEMMAS);
        }
        return List.copyOf(layers);
    }

    private void fail(int line, String message) {
        errors.add(new RuleError(line, message));
    }

    private void read(int line, String text) {
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        if (text.startsWith("[")) {
            readLabel(line, text);
        } else if (text.startsWith(">")) {
            readPattern(line, text.substring(1).strip());
        } else if (label.isEmpty() || text.matches("case:.*")) {
            readSetting(line, text);
        } else {
            readPhrase(line, text);
        }
    }

    private void readLabel(int line, String text) {
        String name = text.endsWith("]") ? text.substring(1, text.length() - 1).strip() : "";
        if (name.isEmpty() || name.contains("]")) {
            fail(line, "'" + text + "' is no label; write [label] alone in its line");
        } else {
            label = name;
        }
    }

    private void readSetting(int line, String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon).strip();
        String value = text.substring(colon + 1).strip();
        switch (name) {
            case "layer" -> {
                layer = value;
                if (!value.matches(NAME)) {
                    fail(
                            line,
                            "'" + value + "' is no name of a layer; use lower-case letters, digits, '.', '_' and '-'");
                }
            }
            case "language" -> {
                languages = List.of(value.toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
                if (!languages.stream().allMatch(code -> code.matches("[a-z]{2,3}"))) {
                    fail(line, "'" + value + "' is no list of ISO 639-1 codes such as 'en, de'");
                }
            }
            case "case" -> {
                exact = value.equals("exact");
                if (!value.equals("exact") && !value.equals("ignore")) {
                    fail(line, "'" + value + "' is not known; write 'case: exact' or 'case: ignore'");
                }
            }
            default ->
                fail(
                        line,
                        "'" + text
                                + "' comes before the first [label]; there are the settings layer:, language: and case:");
        }
    }

    private void readPhrase(int line, String text) {
        int equals = text.lastIndexOf(" = ");
        String words = equals < 0 ? text : text.substring(0, equals).strip();
        String value = equals < 0 ? "" : text.substring(equals + 3).strip();
        if (!phrases.add(new Phrase(words, label, value, exact, line))) {
            fail(line, "the phrase '" + words + "' has no words, or more than " + PhraseTrie.LONGEST);
        }
    }

    private void readPattern(int line, String text) {
        if (label.isEmpty()) {
            fail(line, "the pattern comes before the first [label]");
            return;
        }
        try {
            PatternParser parser = new PatternParser(text, exact);
            patterns.add(new TokenPattern(label, parser.value(), line, parser.program()));
        } catch (IllegalArgumentException wrong) {
            fail(line, String.valueOf(wrong.getMessage()));
        }
    }
}
