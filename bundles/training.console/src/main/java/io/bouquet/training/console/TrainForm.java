package io.bouquet.training.console;

import io.bouquet.console.spi.PageRequest;
import io.bouquet.training.RunRequest.Train;
import io.bouquet.training.Trainings.Trainable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The form to train a model, with what was sent, so that nothing is typed twice. */
record TrainForm(
        List<Choice> kinds,
        String name,
        String language,
        String layer,
        String options,
        String licence,
        String source,
        boolean corrections,
        boolean install,
        boolean takeOver) {
    private static final String BETWEEN = "/";

    /** An option of a list. */
    record Choice(String value, String text, boolean chosen) {}

    static TrainForm of(PageRequest sent, List<Trainable> kinds) {
        String kind = sent.parameter("kind");
        return new TrainForm(
                kinds.stream()
                        .map(one -> {
                            String value = one.kind() + BETWEEN + one.engine();
                            return new Choice(
                                    value,
                                    one.kind() + " (" + one.engine() + ")",
                                    value.equals(kind) || one.kind().equals(kind));
                        })
                        .toList(),
                sent.parameter("name").strip(),
                sent.parameter("language").strip(),
                sent.parameter("layer").strip(),
                sent.parameter("options").strip(),
                sent.parameter("licence").strip(),
                sent.parameter("source").strip(),
                !sent.parameter("corrections").isEmpty(),
                !sent.parameter("install").isEmpty(),
                !sent.parameter("takeOver").isEmpty());
    }

    /**
     * Returns the request of the form.
     *
     * @throws IllegalArgumentException if a field is invalid; the message is for the user
     */
    Train request(String file) {
        String kind = kinds.stream()
                .filter(Choice::chosen)
                .findFirst()
                .map(Choice::value)
                .orElseThrow(() -> new IllegalArgumentException("Choose what kind of model to train."));
        int slash = kind.indexOf(BETWEEN);
        return new Train(
                file,
                kind.substring(0, slash),
                kind.substring(slash + 1),
                name,
                "",
                language,
                layer,
                licence,
                source,
                corrections,
                install,
                takeOver,
                parsed());
    }

    private Map<String, String> parsed() {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (String option : options.isEmpty() ? new String[0] : options.split("[\\s,]+")) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "An option has the form name=value, such as iterations=50, not '" + option + "'.");
            }
            parsed.put(option.substring(0, equals), option.substring(equals + 1));
        }
        return parsed;
    }
}
