package io.bouquet.training;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run is to do. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "run")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RunRequest.Train.class, name = "train"),
    @JsonSubTypes.Type(value = RunRequest.Evaluate.class, name = "evaluate"),
    @JsonSubTypes.Type(value = RunRequest.Benchmark.class, name = "benchmark")
})
public sealed interface RunRequest {
    /** Name of the file with the data; the empty string for a benchmark without one. */
    String data();

    /** Returns what the run does. */
    default RunKind runKind() {
        if (this instanceof Train) {
            return RunKind.TRAIN;
        }
        return this instanceof Evaluate ? RunKind.EVALUATE : RunKind.BENCHMARK;
    }

    /**
     * Trains a model and writes its bundle.
     *
     * @param kind     kind of the model, such as {@code sentiment}
     * @param engine   engine of the model; the empty string for the first that trains this kind
     * @param name     name of the tagger, and the end of the bundle's name
     * @param version  version of the bundle; the empty string for the one after the newest that is installed
     * @param language ISO 639-1 code, or the empty string for any language
     * @param layer    layer of the model; the empty string for the usual one of its kind, or the name for categories
     * @param licence  licence of the data, for the bundle's manifest; the empty string if none is named
     * @param source   where the data comes from, for the bundle's manifest; the empty string if it is not said
     * @param corrections whether to train also with the corrections of the layer; then the data may be empty
     * @param install  whether to install the bundle, or to upgrade to it
     * @param takeOver whether the model may answer a layer that another tagger answers now
     * @param options  options of the trainer
     */
    record Train(
            String data,
            String kind,
            String engine,
            String name,
            String version,
            String language,
            String layer,
            String licence,
            String source,
            boolean corrections,
            boolean install,
            boolean takeOver,
            Map<String, String> options)
            implements RunRequest {
        public Train {
            options = Map.copyOf(options);
        }

        /**
         * Reads options of the form {@code name=value}.
         *
         * @throws IllegalArgumentException if one has another form; the message is for the user
         */
        public static Map<String, String> options(List<String> options) {
            Map<String, String> read = new LinkedHashMap<>();
            for (String option : options) {
                int equals = option.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException(
                            "an option has the form name=value, such as iterations=50; not '" + option + "'");
                }
                read.put(option.substring(0, equals), option.substring(equals + 1));
            }
            return read;
        }
    }

    /**
     * Evaluates a version of a tagger.
     *
     * @param tagger  name of the tagger
     * @param version version; the empty string for the one that serves
     * @param against another version to compare it with; the empty string for none
     * @param layer   layer to compare; the empty string for the only one that the tagger produces
     */
    record Evaluate(String data, String tagger, String version, String against, String layer) implements RunRequest {}

    /**
     * Measures the speed of a pipeline.
     *
     * @param language ISO 639-1 code
     * @param layers   layers to make; empty for the usual ones
     * @param seconds  how long to measure, 1 to 300
     */
    record Benchmark(String data, String language, List<String> layers, int seconds) implements RunRequest {
        public Benchmark {
            layers = List.copyOf(layers);
        }
    }
}
