package io.bouquet.training.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.model.LabelledText;
import io.bouquet.training.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoringTest {
    private static final String TEXT = "Ada met Tim";

    @Test
    void measuresTheAccuracyOfLabels() {
        // right: 3 a, 1 b; given: a a b, b
        List<LabelledText> data = List.of(labelled("a"), labelled("a"), labelled("a"), labelled("b"));
        Report report = report(data, List.of(given("a", 0.9), given("a", 0.9), given("b", 0.6), given("b", 0.55)));
        assertThat(report.measure()).isEqualTo("accuracy");
        assertThat(report.score()).isEqualTo(0.75);
        assertThat(report.low()).isLessThan(0.75);
        assertThat(report.high()).isEqualTo(1);
        assertThat(report.labels())
                .containsExactly(
                        new Report.LabelScore("a", 1, 0.6667, 0.8, 3), new Report.LabelScore("b", 0.5, 1, 0.6667, 1));
        assertThat(report.macroF1()).isEqualTo(0.7333, within(0.0001));
        assertThat(report.confusion())
                .isEqualTo(new Report.Confusion(List.of("a", "b"), List.of(List.of(2, 1), List.of(0, 1))));
        assertThat(report.mistakes()).containsExactly(new Report.Mistake(TEXT, "a", "b", 0.6));
    }

    @Test
    void countsTextsWithoutAnAnswerAsWrong() {
        Scoring scoring = new Scoring(List.of(labelled("a"), labelled("a")), "mood");
        scoring.add(labelled("a"), given("a", 1));
        scoring.add(labelled("a"), null);
        Report report = scoring.report("t", "1", "d", "f", null);
        assertThat(report.score()).isEqualTo(0.5);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.confusion().labels()).containsExactly("a", "");
        assertThat(report.mistakes().get(0).given()).isEqualTo("(none)");
    }

    @Test
    void measuresF1OfExactSpansWithLabelsThatTheDataHas() {
        LabelledText text = spans(span(0, 3, "person"), span(8, 11, "person"));
        Report report = report(
                List.of(text, spans()),
                List.of(List.of(span(0, 3, "person"), span(4, 7, "person"), span(4, 7, "verb")), List.of()));
        // 2 right, 2 given, 1 correct
        assertThat(report.measure()).isEqualTo("F1");
        assertThat(report.score()).isEqualTo(0.5);
        assertThat(report.confusion()).isNull();
        assertThat(report.calibration()).isNull();
        assertThat(report.mistakes()).containsExactly(new Report.Mistake(TEXT, "Tim (person)", "met (person)", null));
    }

    @Test
    void comparesScoresWithTheRateOfRightAnswers() {
        List<LabelledText> data = new ArrayList<>();
        List<List<Annotation>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            data.add(labelled(i < 7 ? "a" : "b"));
            answers.add(given("a", 0.8));
        }
        Report.Calibration calibration = report(data, answers).calibration();
        assertThat(calibration.error()).isEqualTo(0.1);
        assertThat(calibration.bins()).containsExactly(new Report.Bin(10, 0.8, 0.7));
    }

    @Test
    void comparesVersionsByMcNemarsExactTest() {
        List<LabelledText> data = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            data.add(labelled("a"));
        }
        Scoring better = new Scoring(data, "mood");
        Scoring worse = new Scoring(data, "mood");
        for (int i = 0; i < 12; i++) {
            better.add(data.get(i), given(i == 11 ? "b" : "a", 1));
            worse.add(data.get(i), given(i < 11 ? "b" : "a", 1));
        }
        Report.Comparison comparison = better.against("0.9", worse);
        assertThat(comparison.onlyThis()).isEqualTo(11);
        assertThat(comparison.onlyOther()).isEqualTo(1);
        // 2 · (1 + 12) / 2^12
        assertThat(comparison.p()).isEqualTo(0.0063);
        assertThat(comparison.significant()).isTrue();
        assertThat(Scoring.mcNemar(3, 3)).isEqualTo(1);
        assertThat(Scoring.mcNemar(0, 0)).isEqualTo(1);
    }

    @Test
    void holdsOutTheSameTextsWhateverTheirOrder() {
        List<LabelledText> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String text = "text " + i;
            texts.add(new LabelledText(
                    new AnnotatedText(text, "en"),
                    Layers.of("mood", List.of(new Annotation(Span.of(text), i % 5 == 0 ? "rare" : "usual")))));
        }
        HeldOut parts = HeldOut.of(texts, "mood");
        assertThat(parts.test()).hasSize(10);
        assertThat(parts.training()).hasSize(40).doesNotContainAnyElementsOf(parts.test());
        assertThat(DataFile.labels(parts.test(), "mood"))
                .containsEntry("rare", 2)
                .containsEntry("usual", 8);
        Collections.reverse(texts);
        assertThat(HeldOut.of(texts, "mood")).isEqualTo(parts);
        assertThat(HeldOut.of(texts.subList(0, 19), "mood").test()).isEmpty();
    }

    private static Report report(List<LabelledText> data, List<List<Annotation>> answers) {
        Scoring scoring = new Scoring(data, "mood");
        for (int i = 0; i < data.size(); i++) {
            scoring.add(data.get(i), answers.get(i));
        }
        return scoring.report("tagger", "1.0.0", "data", "fingerprint", null);
    }

    private static LabelledText labelled(String label) {
        return spans(new Annotation(Span.of(TEXT), label));
    }

    private static LabelledText spans(Annotation... gold) {
        return new LabelledText(new AnnotatedText(TEXT, "en"), Layers.of("mood", List.of(gold)));
    }

    private static List<Annotation> given(String label, double score) {
        return List.of(new Annotation(Span.of(TEXT), label, score));
    }

    private static Annotation span(int begin, int end, String label) {
        return new Annotation(new Span(begin, end), label);
    }
}
