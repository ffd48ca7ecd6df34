package io.bouquet.tagging.rules.console;

import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.MarkedText;
import io.bouquet.console.spi.MarkedText.Mark;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggingException;
import io.bouquet.tagging.rules.RuleBook;
import io.bouquet.tagging.rules.RuleErrorException;
import io.bouquet.tagging.rules.RuleFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tries rules on a text without installing them, and lists the files of rules that serve. */
@Component
@ConsolePageService(path = "rules", title = "Rules", order = 15)
public final class RulesPage implements ConsolePage {
    static final int LONGEST = 100_000;
    private static final String SAMPLE_RULES =
            "case: ignore\n\n[product]\niPhone 15\nGalaxy S24 = galaxy-s24\n\n[complaint]\n"
                    + "> lemma:be pos:ADV* (\"broken\" | \"late\")\n";
    private static final String SAMPLE_TEXT = "My Galaxy S24 was really late, and the iPhone 15 is broken.";

    private final Broker broker;
    private final RuleFiles files;

    record Found(String text, String label, String value, String line) {}

    record Matches(String language, MarkedText marked, List<Found> rows, boolean none, String summary) {}

    @Activate
    public RulesPage(@Reference Broker broker, @Reference RuleFiles files) {
        this.broker = broker;
        this.files = files;
    }

    @Override
    public PageView show(PageRequest request) {
        return PageView.of("rules", form(SAMPLE_RULES, SAMPLE_TEXT, request));
    }

    @Override
    public PageView submit(PageRequest request) {
        String rules = request.parameter("rules").replace("\r\n", "\n");
        String text = request.parameter("text").replace("\r\n", "\n");
        Map<String, Object> model = form(rules, text, request);
        if (text.isBlank()) {
            model.put("problem", "There is no text: type or paste one.");
        } else if (text.length() > LONGEST || rules.length() > LONGEST) {
            model.put(
                    "problem",
                    String.format(
                            Locale.ROOT, "This page takes %,d characters; put longer rules into etc/rules.", LONGEST));
        } else {
            try {
                model.put("result", match(RuleBook.parse(rules), text, request.parameter("language")));
            } catch (RuleErrorException e) {
                model.put("errors", e.errors());
            } catch (TaggingException | IllegalStateException e) {
                model.put("problem", String.valueOf(e.getMessage()));
            }
        }
        return PageView.of("rules", model);
    }

    private Matches match(RuleBook rules, String text, String language) {
        AnnotatedText annotated = new AnnotatedText(text, language);
        if (!rules.requires().isEmpty()) {
            AnnotationResult made = broker.annotate(new AnnotationRequest(text, rules.requires(), language));
            if (!made.errors().isEmpty()) {
                throw new IllegalStateException(
                        "The patterns need the layer " + made.errors().get(0).layer() + ": "
                                + made.errors().get(0).message());
            }
            annotated = new AnnotatedText(text, made.language(), made.layers());
        }
        List<Annotation> found = rules.match(annotated);
        return new Matches(
                annotated.language(),
                MarkedText.of(
                        text,
                        found.stream()
                                .map(one -> new Mark(
                                        one.span().begin(),
                                        one.span().end(),
                                        one.label(),
                                        "line " + one.attributes().get(RuleBook.LINE)))
                                .toList()),
                found.stream()
                        .map(one -> new Found(
                                one.span().in(text),
                                one.label(),
                                one.attributes().getOrDefault(RuleBook.VALUE, ""),
                                one.attributes().getOrDefault(RuleBook.LINE, "")))
                        .toList(),
                found.isEmpty(),
                count(found.size(), "finding") + " of " + count(rules.size(), "rule"));
    }

    private static String count(int number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    private Map<String, Object> form(String rules, String text, PageRequest request) {
        Map<String, Object> model = new HashMap<>();
        model.put("rules", rules);
        model.put("text", text);
        model.put("limit", LONGEST);
        model.put("errors", List.of());
        model.put("files", files.files());
        model.put(
                "languages",
                broker.pipelines().stream()
                        .map(pipeline -> pipeline.language())
                        .filter(code -> !code.isEmpty())
                        .map(code -> Map.of(
                                "value", code,
                                "name", Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH),
                                "chosen", code.equals(request.parameter("language"))))
                        .toList());
        return model;
    }
}
