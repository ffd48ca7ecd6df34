package io.bouquet.tagging.shell;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;

/** The languages that the platform has features for: {@code bouquet-models-fr} brings the models of French. */
final class Languages {
    static final String PREFIX = "bouquet-models-";

    private static final String MODELS = "/tagging.models.";
    private static final Pattern CODE = Pattern.compile(PREFIX + "([a-z]{2,3})");
    private static final Pattern KIND = Pattern.compile(";\\s*kind=\"?([a-z]+)");
    /** The feature with the models of all languages. */
    private static final String ALL = "all";

    private final FeaturesService features;
    private final Broker broker;

    /** Whether the models of a language answer requests. */
    enum State {
        /** Its taggers answer. */
        SERVING,
        /** Installed, but not all of its taggers serve. */
        INSTALLED,
        /** {@code nlp:add} installs it. */
        AVAILABLE
    }

    /**
     * A language.
     *
     * @param layers  the layers of its models; empty if their files are not here
     * @param bytes   size of its bundles; 0 if their files are not here
     * @param offline whether the files of its bundles are here
     */
    record Language(
            String code, String name, State state, Set<String> layers, long bytes, boolean offline, Feature feature) {}

    private record Models(Set<String> kinds, long bytes, boolean here) {}

    Languages(FeaturesService features, Broker broker) {
        this.features = features;
        this.broker = broker;
    }

    /** Returns the languages by their code. */
    List<Language> all() {
        try {
            List<Language> languages = new ArrayList<>();
            for (Feature feature : features.listFeatures()) {
                Matcher code = CODE.matcher(feature.getName());
                if (code.matches() && !code.group(1).equals(ALL)) {
                    languages.add(language(code.group(1), feature));
                }
            }
            languages.sort((a, b) -> a.code().compareTo(b.code()));
            return languages;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the features cannot be listed: " + e.getMessage(), e);
        }
    }

    /**
     * Returns a language.
     *
     * @throws IllegalArgumentException if there is no feature for it; the message lists the others
     */
    Language get(String code) {
        List<Language> all = all();
        return all.stream()
                .filter(language -> language.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no models for the language '" + code
                        + "'; there are: " + all.stream().map(Language::code).collect(Collectors.joining(", "))
                        + " (your own model: see the page Models of the guide)"));
    }

    /** Installs the models of a language. Returns when its bundles are started; its taggers then prepare. */
    void install(Language language) {
        try {
            features.installFeature(
                    language.feature().getName(),
                    language.feature().getVersion(),
                    EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        } catch (Exception e) {
            throw new IllegalStateException(
                    language.offline()
                            ? "the models for " + language.name() + " could not be installed: " + e.getMessage()
                            : "the models for " + language.name()
                                    + " are not part of this distribution and could not be"
                                    + " downloaded (" + e.getMessage() + "); name a Maven repository that has them in"
                                    + " etc/org.ops4j.pax.url.mvn.cfg, or install their JAR with plugin:install",
                    e);
        }
    }

    void uninstall(Language language) {
        try {
            features.uninstallFeature(
                    language.feature().getName(),
                    language.feature().getVersion(),
                    EnumSet.of(FeaturesService.Option.NoAutoRefreshBundles));
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the models for " + language.name() + " could not be removed: " + e.getMessage(), e);
        }
    }

    /** Whether nothing but a call of {@link #install} needs the feature, so that it can be removed. */
    boolean isRemovable(Language language) {
        String id = language.feature().getName() + "/";
        return features.listRequirements().values().stream()
                .flatMap(Set::stream)
                .anyMatch(requirement -> requirement.startsWith("feature:" + id)
                        || requirement.equals("feature:" + language.feature().getName()));
    }

    /** Returns the taggers of a language's bundles. */
    List<TaggerInfo> taggers(Language language) {
        Set<String> bundles = bundles(language.feature());
        return broker.taggers().stream()
                .filter(tagger ->
                        bundles.contains(tagger.bundle()) && tagger.languages().contains(firstCode(language)))
                .filter(tagger -> tagger.state() != TaggerInfo.State.RETIRED)
                .toList();
    }

    /** Norwegian is written in two ways, each with a code. */
    private static String firstCode(Language language) {
        return language.code().equals("no") ? "nb" : language.code();
    }

    private Language language(String code, Feature feature) {
        String name = new Locale(code).getDisplayLanguage(Locale.ENGLISH);
        Models models = models(feature);
        Language language =
                new Language(code, name, State.AVAILABLE, models.kinds(), models.bytes(), models.here(), feature);
        if (!features.isInstalled(feature)) {
            return language;
        }
        List<TaggerInfo> taggers = taggers(language);
        boolean serves = !taggers.isEmpty() && taggers.stream().allMatch(Languages::isDone);
        Set<String> layers = new TreeSet<>(models.kinds());
        taggers.forEach(tagger -> layers.addAll(tagger.produces()));
        return new Language(
                code, name, serves ? State.SERVING : State.INSTALLED, layers, models.bytes(), models.here(), feature);
    }

    /** Whether a tagger serves, or is ready to. */
    static boolean isDone(TaggerInfo tagger) {
        return switch (tagger.state()) {
            case SERVING, READY, STANDING_BY -> true;
            default -> false;
        };
    }

    private static Set<String> bundles(Feature feature) {
        return feature.getBundles().stream()
                .map(BundleInfo::getLocation)
                .map(location -> location.replaceFirst("^mvn:", "").split("/"))
                .filter(parts -> parts.length > 1)
                .map(parts -> parts[0] + "." + parts[1])
                .collect(Collectors.toSet());
    }

    private static Models models(Feature feature) {
        Set<String> kinds = new TreeSet<>();
        long bytes = 0;
        boolean here = true;
        for (BundleInfo bundle : feature.getBundles()) {
            if (bundle.getLocation().contains(MODELS)) {
                try (InputStream in = URI.create(bundle.getLocation()).toURL().openStream()) {
                    byte[] jar = in.readAllBytes();
                    bytes += jar.length;
                    kinds(jar).forEach(kinds::add);
                } catch (IOException absent) {
                    here = false;
                }
            }
        }
        return new Models(kinds, bytes, here);
    }

    private static Stream<String> kinds(byte[] jar) throws IOException {
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
            Manifest manifest = in.getManifest();
            String header =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Bouquet-Model");
            return header == null
                    ? Stream.of()
                    : Arrays.stream(header.split(","))
                            .flatMap(clause -> KIND.matcher(clause).results().map(result -> result.group(1)));
        }
    }
}
