package com.example.cookbook;

import io.bouquet.jobs.InputError;
import io.bouquet.jobs.spi.ItemException;
import io.bouquet.jobs.spi.ItemProcessor;
import io.bouquet.jobs.spi.JobKind;
import io.bouquet.jobs.spi.JobKindService;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** A job kind: counts the words of many documents, in the background. */
@Component
@JobKindService(name = "cookbook-words")
public final class CountWords implements JobKind {
    @Override
    public List<InputError> checkParameters(Map<String, Object> parameters) {
        return List.of();
    }

    @Override
    public List<InputError> checkItem(Map<String, Object> item) {
        return item.get("text") instanceof String
                ? List.of()
                : List.of(new InputError("missing", List.of("text"), "is required"));
    }

    @Override
    public ItemProcessor open(Map<String, Object> parameters) {
        return item -> Map.of("words", count(String.valueOf(item.get("text"))));
    }

    private static int count(String text) {
        if (text.isBlank()) {
            throw new ItemException("value_error", "has no words");
        }
        return text.strip().split("\\s+").length;
    }
}
