package io.bouquet.training;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a run does. */
public enum RunKind {
    /** Trains a model, measures it on a part of the data, and may install it. */
    TRAIN,
    /** Compares the answers of a tagger with the right ones. */
    EVALUATE,
    /** Measures how many words a second a pipeline annotates. */
    BENCHMARK;

    /** Returns the name in JSON, the shell and the console. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
