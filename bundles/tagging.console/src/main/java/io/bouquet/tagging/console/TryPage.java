package io.bouquet.tagging.console;

import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggingException;
import io.bouquet.tagging.spi.Tagger;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Annotates a text that the user enters, and shows its layers. */
@Component
@ConsolePageService(path = "try", title = "Try a text", order = 10)
public final class TryPage implements ConsolePage {
    static final int LONGEST = 100_000;
    private static final String SAMPLE = "Angela Merkel met Tim Cook in Berlin on Monday."
            + " The talks were surprisingly pleasant, although the coffee was awful.";

    /** Layers of vectors, which are of use to programs; they are made if they are chosen. */
    private static final Set<String> NUMBERS = Set.of(Layers.EMBEDDINGS, Layers.STATES);

    private static final String VERSIONS = "versions";

    private final Broker broker;
    private final VersionTrial versions;

    record Choice(String value, String name, boolean chosen) {}

    /** The page that keeps corrections, if it is installed. */
    @Reference(
            target = "(" + ConsolePageService.PREFIX_ + "path=training)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable ConsolePage training;

    @Activate
    public TryPage(@Reference Broker broker, BundleContext context) {
        this(broker, new LoadedTaggers(context));
    }

    TryPage(Broker broker, Function<TaggerInfo, Optional<Tagger>> loaded) {
        this.broker = broker;
        this.versions = new VersionTrial(broker, loaded);
    }

    @Override
    public PageView show(PageRequest request) {
        if (request.rest().equals(VERSIONS)) {
            return versions.show(request);
        }
        return PageView.of("try", form(request.parameter("text"), request.parameter("language"), Set.of()));
    }

    @Override
    public PageView submit(PageRequest request) {
        if (request.rest().equals(VERSIONS)) {
            return versions.compare(request);
        }
        String text = request.parameter("text").replace("\r\n", "\n");
        String language = request.parameter("language");
        List<String> layers = request.parameters("layer");
        Map<String, Object> model = form(text, language, Set.copyOf(layers));
        if (text.isBlank()) {
            model.put("problem", "There is no text to annotate: type or paste one.");
        } else if (text.codePointCount(0, text.length()) > LONGEST) {
            model.put(
                    "problem",
                    String.format(
                            Locale.ROOT,
                            "The text has %,d characters and this page takes %,d. POST /api/annotate takes longer ones.",
                            text.codePointCount(0, text.length()),
                            LONGEST));
        } else {
            try {
                List<String> asked = ofLanguage(text, language, layers.isEmpty() ? usual() : layers);
                AnnotationResult result = broker.annotate(new AnnotationRequest(text, asked, language));
                model.put("result", ResultView.of(text, result));
                model.put("left", left(layers, asked, result.language()));
                model.put("guess", language.isEmpty() ? guess(result.language()) : "");
            } catch (TaggingException e) {
                model.put("problem", String.valueOf(e.getMessage()));
            }
        }
        return PageView.of("try", model);
    }

    /** Returns those of the layers that the language of the text has; all if it has none, so that the broker says why. */
    private List<String> ofLanguage(String text, String language, List<String> layers) {
        boolean detect = language.isEmpty() && layers().contains(Layers.LANGUAGE);
        String spoken = detect
                ? broker.annotate(new AnnotationRequest(text, List.of(Layers.LANGUAGE), ""))
                        .language()
                : language;
        List<Pipeline> pipelines = broker.pipelines();
        Set<String> there = pipelines.stream()
                .filter(pipeline -> pipeline.language().equals(spoken))
                .findFirst()
                .or(() -> pipelines.stream()
                        .filter(pipeline ->
                                language.isEmpty() && pipeline.language().isEmpty())
                        .findFirst())
                .map(pipeline -> Set.copyOf(pipeline.layers()))
                .orElse(Set.of());
        List<String> some = layers.stream().filter(there::contains).toList();
        return some.isEmpty() ? layers : some;
    }

    /** Returns a note about chosen layers that the language does not have, unless all usual layers were chosen. */
    private String left(List<String> chosen, List<String> asked, String language) {
        if (chosen.containsAll(usual()) || asked.containsAll(chosen)) {
            return "";
        }
        return String.format(
                "%s has no tagger for: %s.",
                language.isEmpty() ? "An unknown language" : Languages.name(language),
                chosen.stream().filter(layer -> !asked.contains(layer)).collect(Collectors.joining(", ")));
    }

    /**
     * Returns a note if the language is unknown or has no taggers, because the detection may be wrong for short texts;
     * else the empty string.
     */
    private String guess(String detected) {
        if (detected.isEmpty()) {
            return "It could not be told which language the text is in.";
        }
        return broker.pipelines().stream()
                        .anyMatch(pipeline -> pipeline.language().equals(detected))
                ? ""
                : "The text was taken for " + Languages.name(detected) + ", which has no taggers of its own.";
    }

    private Map<String, Object> form(String text, String language, Set<String> chosen) {
        Set<String> layers = layers();
        Map<String, Object> model = new HashMap<>();
        model.put("text", text);
        model.put("sample", SAMPLE);
        model.put("limit", LONGEST);
        model.put("mayCorrect", training != null);
        model.put("guess", "");
        model.put("left", "");
        model.put(
                "languages",
                broker.pipelines().stream()
                        .map(Pipeline::language)
                        .filter(code -> !code.isEmpty())
                        .map(code -> new Choice(code, Languages.name(code), code.equals(language)))
                        .toList());
        model.put(
                "layers",
                layers.stream()
                        .map(name -> new Choice(
                                name, name, chosen.isEmpty() ? !NUMBERS.contains(name) : chosen.contains(name)))
                        .toList());
        return model;
    }

    /** Returns the layers that are chosen at first. */
    private List<String> usual() {
        return layers().stream().filter(layer -> !NUMBERS.contains(layer)).toList();
    }

    private Set<String> layers() {
        Set<String> layers = new TreeSet<>(LayerOrder.BY_USE);
        broker.pipelines().forEach(pipeline -> layers.addAll(pipeline.layers()));
        return layers;
    }
}
