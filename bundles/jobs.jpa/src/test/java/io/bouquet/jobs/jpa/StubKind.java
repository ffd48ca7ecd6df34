package io.bouquet.jobs.jpa;

import io.bouquet.jobs.InputError;
import io.bouquet.jobs.spi.ItemProcessor;
import io.bouquet.jobs.spi.JobKind;
import java.util.List;
import java.util.Map;

/** Answers each document as the test wants. */
final class StubKind implements JobKind {
    volatile ItemProcessor processor =
            item -> Map.of("length", String.valueOf(item.get("text")).length());
    volatile RuntimeException refusal;

    @Override
    public List<InputError> checkParameters(Map<String, Object> parameters) {
        return parameters.containsKey("bad")
                ? List.of(new InputError("extra_forbidden", List.of("bad"), "is not known"))
                : List.of();
    }

    @Override
    public List<InputError> checkItem(Map<String, Object> item) {
        return item.get("text") instanceof String
                ? List.of()
                : List.of(new InputError("missing", List.of("text"), "is required"));
    }

    @Override
    public ItemProcessor open(Map<String, Object> parameters) {
        if (refusal != null) {
            throw refusal;
        }
        return item -> processor.process(item);
    }
}
