package io.bouquet.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a tagger answers labelled texts.
 *
 * <p>If each text has one label, such as a sentiment, then the measure is the accuracy. Otherwise it is F1: an annotation is
 * right if its span and its label are exactly those of a right answer, and labels that the data does not have are left
 * out.
 *
 * @param tagger      name of the tagger
 * @param version     version of the tagger
 * @param layer       the layer that was compared
 * @param data        name of the file
 * @param fingerprint SHA-256 of the file, in hexadecimal digits
 * @param texts       texts that were compared
 * @param failed      texts that the tagger could not answer; they count as wrong
 * @param measure     name of the score, {@code accuracy} or {@code F1}
 * @param score       accuracy or F1 over all labels, 0..1
 * @param low         lower end of the 95 % confidence interval of the score (bootstrap over the texts)
 * @param high        its upper end
 * @param macroF1     mean of the labels' F1
 * @param labels      each label, by name
 * @param confusion   which labels the tagger gave in place of which, if each text has one label; else null
 * @param calibration how far the scores of the answers are true; null if the tagger gives none
 * @param mistakes    some texts with wrong answers
 * @param comparison  comparison with another version; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Report(
        String tagger,
        String version,
        String layer,
        String data,
        String fingerprint,
        int texts,
        int failed,
        String measure,
        double score,
        double low,
        double high,
        double macroF1,
        List<LabelScore> labels,
        @Nullable Confusion confusion,
        @Nullable Calibration calibration,
        List<Mistake> mistakes,
        @Nullable Comparison comparison) {
    /**
     * The scores of a label.
     *
     * @param precision 0..1; 0 if the label was never given
     * @param recall    0..1; 0 if the label never occurs
     * @param support   how often the label is a right answer
     */
    public record LabelScore(String label, double precision, double recall, double f1, int support) {}

    /**
     * A confusion matrix.
     *
     * @param labels the labels of rows and columns; the empty string for no answer
     * @param counts a row for each right label, with the number of texts for each given label
     */
    public record Confusion(List<String> labels, List<List<Integer>> counts) {}

    /**
     * Compares the scores of answers with how many of them are right.
     *
     * @param error expected calibration error: mean distance of score and rate of right answers, weighted by bin
     * @param bins  answers by their score, in tenths; without those that are empty
     */
    public record Calibration(double error, List<Bin> bins) {}

    /**
     * Answers with similar scores.
     *
     * @param score mean score
     * @param right rate of right answers, 0..1
     */
    public record Bin(int answers, double score, double right) {}

    /**
     * A text with a wrong answer.
     *
     * @param text     the text, cut after 300 characters
     * @param expected the right answer; for spans, those that the tagger missed
     * @param given    the tagger's answer; for spans, those that are not right
     * @param score    score of the answer; null if there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Mistake(
            String text,
            String expected,
            String given,
            @Nullable Double score) {}

    /**
     * A comparison with another version on the same texts.
     *
     * @param version     the other version
     * @param score       its score
     * @param difference  score minus the other one's
     * @param onlyThis    texts that only this version answers right
     * @param onlyOther   texts that only the other version answers right
     * @param p           how probable such a difference is if the versions are equally good: McNemar's exact test
     * @param significant whether {@code p} is below 0.05
     */
    public record Comparison(
            String version,
            double score,
            double difference,
            int onlyThis,
            int onlyOther,
            double p,
            boolean significant) {}
}
