package io.bouquet.web.binding.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.validator.HibernateValidator;
import org.jspecify.annotations.Nullable;

/**
 * Messages for people in the languages that they read: those in the plugin's {@code ValidationMessages}, then the
 * platform's, or Hibernate Validator's for its own constraints. This class reads them itself, since the JDK's resource bundles keep class
 * loaders in a cache.
 */
final class Messages {
    private static final Pattern IN_BRACES = Pattern.compile("\\{([\\w.]+)}");
    private static final Pattern ONE_KEY = Pattern.compile("\\{[\\w.]+}");
    private static final int MAX_LANGUAGES = 10;
    private static final int MAX_DEPTH = 3;
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final String ENGLISH = "en";
    private static final String HIBERNATES_OWN = "org.hibernate.";

    private static final Messages OWN = new Messages(Messages.class, "Messages", null);
    private static final Messages HIBERNATE =
            new Messages(HibernateValidator.class, "/org/hibernate/validator/ValidationMessages", null);

    private final @Nullable Class<?> beside;
    private final String name;
    private final @Nullable ClassLoader plugin;
    /** By language; the empty one is for all languages. */
    private final Map<String, Properties> files = new ConcurrentHashMap<>();

    private Messages(@Nullable Class<?> beside, String name, @Nullable ClassLoader plugin) {
        this.beside = beside;
        this.name = name;
        this.plugin = plugin;
    }

    /** @param plugin of the resource; null if there is none */
    static Messages of(@Nullable ClassLoader plugin) {
        return new Messages(null, "ValidationMessages", plugin);
    }

    /** Returns the languages of an Accept-Language header in the order of the caller's liking; empty if it is no such header. */
    static List<String> languages(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return List.of();
        }
        try {
            return Locale.LanguageRange.parse(header).stream()
                    .filter(range -> range.getWeight() > 0)
                    .map(range -> range.getRange().split("-", 2)[0])
                    .filter(LANGUAGES::contains)
                    .distinct()
                    .limit(MAX_LANGUAGES)
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /** Returns the message of an error. */
    String text(Misfit misfit, List<String> languages) {
        String template = misfit.template();
        boolean isKey = ONE_KEY.matcher(template).matches();
        if (isKey && find(template.substring(1, template.length() - 1), languages) == null) {
            template = "{" + misfit.type() + "}";
        }
        return filled(template, misfit, languages, 0);
    }

    private String filled(String template, Misfit misfit, List<String> languages, int depth) {
        return IN_BRACES.matcher(template).replaceAll(braces -> {
            String inside = braces.group(1);
            Object value = misfit.ctx().getOrDefault(inside, misfit.parameters().get(inside));
            if (value != null) {
                return Matcher.quoteReplacement(value.toString());
            }
            String message = depth < MAX_DEPTH ? find(inside, languages) : null;
            return Matcher.quoteReplacement(
                    message == null ? braces.group() : filled(message, misfit, languages, depth + 1));
        });
    }

    private @Nullable String find(String key, List<String> languages) {
        Messages others = key.startsWith(HIBERNATES_OWN) ? HIBERNATE : OWN;
        for (Messages messages : new Messages[] {this, others}) {
            for (String language : languages) {
                String message = messages.file(language).getProperty(key);
                if (message == null && language.equals(ENGLISH)) {
                    message = messages.file("").getProperty(key);
                }
                if (message != null) {
                    return message;
                }
            }
            String message = messages.file("").getProperty(key);
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    private Properties file(String language) {
        Properties known = files.get(language);
        if (known != null) {
            return known;
        }
        Properties read = new Properties();
        String path = name + (language.isEmpty() ? "" : "_" + language) + ".properties";
        try (InputStream file = beside != null
                ? beside.getResourceAsStream(path)
                : plugin != null ? plugin.getResourceAsStream(path) : null) {
            if (file != null) {
                read.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.put(language, read);
        return read;
    }
}
