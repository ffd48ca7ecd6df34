package io.bouquet.tagging.console;

import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.TaggingException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Annotates a text that the user enters, and shows its layers. */
@Component
@ConsolePageService(path = "try", title = "Try a text", order = 10)
public final class TryPage implements ConsolePage {
    static final int LONGEST = 100_000;
    private static final String SAMPLE = "Angela Merkel met Tim Cook in Berlin on Monday."
            + " The talks were surprisingly pleasant, although the coffee was awful.";

    private final Broker broker;

    record Choice(String value, String name, boolean chosen) {}

    @Activate
    public TryPage(@Reference Broker broker) {
        this.broker = broker;
    }

    @Override
    public PageView show(PageRequest request) {
        return PageView.of("try", form(request.parameter("text"), request.parameter("language"), Set.of()));
    }

    @Override
    public PageView submit(PageRequest request) {
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
                // all boxes ticked means all layers of the language of the text
                List<String> asked = Set.copyOf(layers).containsAll(layers()) ? List.of() : layers;
                AnnotationResult result = broker.annotate(new AnnotationRequest(text, asked, language));
                model.put("result", ResultView.of(text, result));
                model.put("guess", language.isEmpty() ? guess(result.language()) : "");
            } catch (TaggingException e) {
                model.put("problem", String.valueOf(e.getMessage()));
            }
        }
        return PageView.of("try", model);
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
        model.put("guess", "");
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
                        .map(name -> new Choice(name, name, chosen.isEmpty() || chosen.contains(name)))
                        .toList());
        return model;
    }

    private Set<String> layers() {
        Set<String> layers = new TreeSet<>(LayerOrder.BY_USE);
        broker.pipelines().forEach(pipeline -> layers.addAll(pipeline.layers()));
        return layers;
    }
}
