package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.spi.Tagger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.MaxentModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compact form answers with the very numbers of OpenNLP's own. */
class CompactModelTest {
    private static final List<String> TEXTS = List.of(
            "Angela Merkel met Tim Cook in Berlin on Monday. The talks were surprisingly pleasant, but the food was awful!",
            "Dr. Smith of Acme Inc. paid $3.50 for \"it\" on Jan. 5, 2024; nobody else had been running faster.",
            "Der Ausschuss veröffentlicht seinen Bericht in der nächsten Woche. Die Verhandlungen in Köln waren z. B. schwierig.",
            "Wir gingen nach Hause, weil Frau Müller am 3. Oktober nicht in München war. Schönes Wetter heute!",
            "Komisja opublikuje swój raport. 委员会将于下周公布其报告。",
            "qwxyz vbnmp 12:30 😀 \u0000\ud800");

    @ParameterizedTest
    @CsvSource({
        Models.LANGUAGE + ",LANGUAGE,en",
        Models.SENTENCES_EN + ",SENTENCES,en",
        Models.TOKENS_EN + ",TOKENS,en",
        Models.POS_EN + ",POS,en",
        Models.LEMMAS_EN + ",LEMMAS,en",
        Models.SENTENCES_DE + ",SENTENCES,de",
        Models.TOKENS_DE + ",TOKENS,de",
        Models.POS_DE + ",POS,de",
        Models.LEMMAS_DE + ",LEMMAS,de",
        "model/entities-en.bin,ENTITIES,en",
        "model/sentiment-en.bin,SENTIMENT,en",
        "model/sentiment-en.bin,CATEGORIES,en",
    })
    void answersAsOpenNlpDoes(String file, ModelKind kind, String language) throws IOException {
        byte[] bytes = bytes(file);
        ModelSource source = ModelSource.compact(new ByteArrayInputStream(bytes));
        assertThat(source.table()).isPresent();
        Tagger compact = kind.load(source, kind.id(), List.of(language));
        Tagger plain = kind.load(ModelSource.plain(bytes), kind.id(), List.of(language));
        List<Tagger> before = language.equals("en") ? Models.english() : Models.german();
        for (String words : TEXTS) {
            AnnotatedText text = new AnnotatedText(words, language);
            for (Tagger tagger : before) {
                text = text.with(tagger.tag(text));
            }
            assertThat(compact.tag(text)).as(words).isEqualTo(plain.tag(text));
            assertThat(plain.tag(text).get(kind.id())).isNotNull();
        }
    }

    @Test
    void computesTheSameBitsAlsoWithValues() throws IOException {
        byte[] bytes = bytes(Models.LANGUAGE);
        MaxentModel plain = new LanguageDetectorModel(new ByteArrayInputStream(bytes)).getMaxentModel();
        ModelSource source = ModelSource.compact(new ByteArrayInputStream(bytes));
        MaxentModel shell = new LanguageDetectorModel(source.open()).getMaxentModel();
        MaxentModel compact = source.compactFor(() -> shell).orElseThrow();
        String[] context = {"the", "ch ", "ei", "no such predicate at all", "the"};
        float[] values = {0.5f, 3, 1, 2, -1.25f};
        assertThat(compact.eval(context)).isEqualTo(plain.eval(context)).isNotEqualTo(shell.eval(context));
        assertThat(compact.eval(context, values)).isEqualTo(plain.eval(context, values));
        double[] sums = new double[plain.getNumOutcomes()];
        assertThat(compact.eval(context, new double[sums.length])).isEqualTo(plain.eval(context, sums));
        assertThat(compact.getNumOutcomes()).isEqualTo(plain.getNumOutcomes());
        assertThat(compact.getBestOutcome(sums)).isEqualTo(plain.getBestOutcome(sums));
        assertThat(compact.getIndex("eng")).isEqualTo(plain.getIndex("eng"));
    }

    @Test
    void refusesAModelWithTwoPredicatesOfOneHash() {
        assertThatThrownBy(() -> table(2, "one", "one")).hasMessageContaining("two of its predicates have the hash");
    }

    @Test
    void refusesOutcomesThatTheModelDoesNotHave() {
        assertThatThrownBy(() -> table(1, "one")).hasMessage("a pattern has the outcome 1 of 1");
    }

    private static void table(int outcomes, String... predicates) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(1);
        out.writeUTF(predicates.length + " 0 1");
        out.writeInt(predicates.length);
        for (String predicate : predicates) {
            out.writeUTF(predicate);
        }
        for (int i = 0; i < 2 * predicates.length; i++) {
            out.writeDouble(i);
        }
        CompactTable.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), outcomes);
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = Models.open(file)) {
            return in.readAllBytes();
        }
    }
}
