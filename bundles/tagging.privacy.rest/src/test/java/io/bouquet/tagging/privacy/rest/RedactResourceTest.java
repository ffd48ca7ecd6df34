package io.bouquet.tagging.privacy.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.privacy.rest.RedactResource.RedactRequest;
import io.bouquet.tagging.privacy.rest.RedactResource.Redacted;
import io.bouquet.tagging.privacy.rest.RedactResource.RestoreRequest;
import io.bouquet.tagging.rest.OffsetUnit;
import io.bouquet.tagging.rest.TextAnnotator;
import io.bouquet.web.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RedactResourceTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER_KEY = Base64.getEncoder().encodeToString("0123456789abcdef".getBytes());
    private static final String TEXT = "Ada wrote a@b.org. ADA called Bob, and Bob wrote back.";

    private String tagger = "pii";
    private final List<LayerError> errors = new ArrayList<>();

    /** Finds Ada, Bob and one address. */
    private final TextAnnotator annotator = (body, timeLimit) -> {
        String text = body.path("text").textValue();
        List<Annotation> found = new ArrayList<>();
        for (String name : List.of("Ada", "ADA", "Bob")) {
            for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
                found.add(new Annotation(
                        new Span(at, at + 3), "person", 0.9, Map.of("value", name.toLowerCase(Locale.ROOT))));
            }
        }
        int mail = text.indexOf("a@b.org");
        if (mail >= 0) {
            found.add(new Annotation(new Span(mail, mail + 7), "email", Double.NaN, Map.of("value", "a@b.org")));
        }
        found.sort(Comparator.comparingInt(one -> one.span().begin()));
        Layers layers = errors.isEmpty() ? Layers.of(Layers.PII, found) : Layers.none();
        return new TextAnnotator.Annotated(
                text,
                OffsetUnit.UTF16,
                new AnnotationResult("en", layers, errors, 1, new TreeMap<>(Map.of(tagger, "1")), Map.of()));
    };

    private final RedactResource resource = new RedactResource(annotator);

    private Redacted redact(String text, List<String> kinds, String key) {
        return resource.redact(new RedactRequest(text, "en", kinds, key), Duration.ZERO);
    }

    @Test
    void givesTheSameValueTheSamePlaceholder() {
        Redacted answer = redact(TEXT, null, null);
        assertThat(answer.text())
                .isEqualTo("[PERSON_1] wrote [EMAIL_1]. [PERSON_1] called [PERSON_2], and [PERSON_2] wrote back.");
        assertThat(answer.findings()).hasSize(5);
        assertThat(answer.findings().get(1).kind()).isEqualTo("email");
        assertThat(answer.restore()).isNull();
    }

    @Test
    void redactsOnlyTheKindsThatAreAskedFor() {
        assertThat(redact(TEXT, List.of("email"), null).text())
                .isEqualTo("Ada wrote [EMAIL_1]. ADA called Bob, and Bob wrote back.");
    }

    @Test
    void restoresTheTextExactly() {
        String text = "[PERSON_1] is not a name. " + TEXT;
        Redacted answer = redact(text, null, KEY);
        assertThat(answer.text()).startsWith("[PERSON_1] is not a name. [PERSON_2] wrote");
        assertThat(answer.restore())
                .doesNotContain("Ada")
                .isNotEqualTo(redact(text, null, KEY).restore());
        assertThat(resource.restore(new RestoreRequest(answer.text(), answer.restore(), KEY))
                        .text())
                .isEqualTo(text);
    }

    @Test
    void restoresAnAnswerWithThePlaceholders() {
        Redacted answer = redact(TEXT, null, KEY);
        assertThat(resource.restore(new RestoreRequest("Tell [PERSON_2]$ and [PERSON_9].", answer.restore(), KEY))
                        .text())
                .isEqualTo("Tell Bob$ and [PERSON_9].");
    }

    @Test
    void refusesAnotherKeyAndADamagedToken() {
        Redacted answer = redact(TEXT, null, KEY);
        for (RestoreRequest wrong : List.of(
                new RestoreRequest(answer.text(), answer.restore(), OTHER_KEY),
                new RestoreRequest(answer.text(), answer.restore().substring(4), KEY),
                new RestoreRequest(answer.text(), "", KEY),
                new RestoreRequest(answer.text(), "no token!", KEY))) {
            ProblemException problem = catchThrowableOfType(ProblemException.class, () -> resource.restore(wrong));
            assertThat(problem.status()).isEqualTo(422);
            assertThat(problem.detail())
                    .contains("body.key does not open the restore token")
                    .doesNotContain(KEY);
        }
    }

    @Test
    void reportsAllErrorsAndNoKey() {
        String secret = Base64.getEncoder().encodeToString(new byte[5]);
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> redact(TEXT, List.of("email", "names"), secret));
        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.errors()).extracting("msg").hasSize(2).allMatch(msg -> !msg.toString()
                .contains(secret));
    }

    @Test
    void neverReturnsATextThatWasNotSearched() {
        errors.add(new LayerError(Layers.PII, "entities-en", LayerError.Type.SKIPPED, "entities failed"));
        assertThatThrownBy(() -> redact(TEXT, null, null))
                .isInstanceOf(ProblemException.class)
                .hasMessage("the text could not be searched for personal data: entities failed");
        errors.set(0, new LayerError(Layers.PII, "pii", LayerError.Type.TIMED_OUT, "1 s is over"));
        assertThat(catchThrowableOfType(ProblemException.class, () -> redact(TEXT, null, null))
                        .status())
                .isEqualTo(504);
    }

    @Test
    void saysIfPersonsCannotBeFound() {
        tagger = "pii-values";
        assertThat(redact("mail a@b.org", null, null).kinds()).containsExactly("card", "email", "iban", "ip", "phone");
        assertThat(redact("mail a@b.org", List.of("email"), null).text()).isEqualTo("mail [EMAIL_1]");
        assertThatThrownBy(() -> redact("mail a@b.org", List.of("person"), null))
                .hasMessageContaining("no tagger finds persons in the language 'en'");
    }
}
