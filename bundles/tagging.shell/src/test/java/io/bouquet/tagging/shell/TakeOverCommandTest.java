package io.bouquet.tagging.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bouquet.tagging.LayerOwner;
import io.bouquet.tagging.TakeOvers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakeOverCommandTest {
    private final Allowed allowed = new Allowed();

    @Test
    void letsATaggerTakeOverAndTakesThatBack() {
        assertThat(printed("emphasis", false))
                .contains("emphasis answers all layers that it produces", "emphasis 1.0.0 is SERVING");
        assertThat(allowed.names).containsExactly("emphasis");
        assertThat(printed(null, false)).contains("may take over: emphasis");
        assertThat(printed("emphasis", true)).contains("emphasis takes nothing over any more");
        assertThat(allowed.names).isEmpty();
    }

    @Test
    void refusesATaggerThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed("emfasis", false))
                .withMessageContaining("no tagger named 'emfasis'; near: emphasis");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> printed("emphasis", true))
                .withMessageContaining("'emphasis' has taken nothing over");
    }

    private String printed(String name, boolean end) {
        TakeOverCommand command = new TakeOverCommand();
        command.takeOvers = allowed;
        command.broker = new StubBroker();
        command.name = name;
        command.end = end;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            command.run(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Keeps the names. */
    private static final class Allowed implements TakeOvers {
        private final List<String> names = new ArrayList<>();

        @Override
        public List<LayerOwner> owners(Collection<String> layers, Collection<String> languages) {
            return List.of();
        }

        @Override
        public List<String> allowed() {
            return names;
        }

        @Override
        public void allow(Collection<String> taggers) {
            names.addAll(taggers);
        }

        @Override
        public void end(Collection<String> taggers) {
            names.removeAll(taggers);
        }
    }
}
