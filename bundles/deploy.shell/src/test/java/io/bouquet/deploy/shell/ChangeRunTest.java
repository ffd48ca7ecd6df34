package io.bouquet.deploy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.karaf.shell.support.MultiException;
import org.junit.jupiter.api.Test;

class ChangeRunTest {
    private final StubDeployments deployments = new StubDeployments();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ChangeRun run = new ChangeRun(deployments, "ada", new PrintStream(out, true, StandardCharsets.UTF_8));

    @Test
    void carriesOutEachChangeAlthoughOneFails() {
        assertThatThrownBy(() -> run.runAll(
                        List.of(
                                Change.remove("a"),
                                Change.remove("refused"),
                                Change.remove("fails"),
                                Change.remove("b")),
                        false))
                .isInstanceOf(MultiException.class)
                .hasMessage("2 of 4 changes failed:\n\tno plugin refused\n\tfails was not changed: it runs on");
        assertThat(deployments.begun).containsExactly("a by ada", "fails by ada", "b by ada");
    }

    @Test
    void saysNothingMoreIfAllChangesAreDone() throws Exception {
        run.runAll(List.of(Change.remove("a"), Change.remove("b")), false);

        assertThat(deployments.begun).containsExactly("a by ada", "b by ada");
    }

    @Test
    void throwsTheReasonItselfForASingleChange() {
        assertThatThrownBy(() -> run.runAll(List.of(Change.remove("refused")), false))
                .isInstanceOf(RefusedException.class)
                .hasMessage("no plugin refused");
    }
}
