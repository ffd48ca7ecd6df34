package io.bouquet.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run. Components that do not apply are null.
 *
 * @param report quality on the data, or on the part of it that was held out from the training
 * @param model  the model that was trained
 * @param speed  speed of the pipeline
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outcome(
        @Nullable Report report,
        @Nullable Model model,
        @Nullable Speed speed) {
    /**
     * A bundle with a trained model.
     *
     * @param bundle  symbolic name
     * @param tagger  name of its tagger
     * @param bytes   size of the bundle
     * @param texts   texts that the model was trained with
     * @param labels  how often each label occurs in the data
     * @param receipt id of the receipt of its installation; the empty string if it was not installed
     */
    public record Model(
            String bundle,
            String version,
            String tagger,
            String layer,
            long bytes,
            int texts,
            Map<String, Integer> labels,
            String receipt) {}

    /**
     * The speed of a pipeline.
     *
     * @param texts          texts that were annotated
     * @param words          words in them: stretches without white space
     * @param seconds        time
     * @param wordsPerSecond words by time
     * @param millis50       median time of a text, in milliseconds
     * @param millis99       99th percentile
     * @param share          share of the time of each tagger, 0..1, the largest first
     */
    public record Speed(
            long texts,
            long words,
            double seconds,
            double wordsPerSecond,
            double millis50,
            double millis99,
            Map<String, Double> share) {}
}
