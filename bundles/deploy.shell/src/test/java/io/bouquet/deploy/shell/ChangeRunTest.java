package io.bouquet.deploy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Leak;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.Refusal;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** Refuses the plugin "refused", and fails for the plugin "fails". */
    private static final class StubDeployments implements Deployments {
        final List<String> begun = new ArrayList<>();

        @Override
        public Receipt begin(Change change, String account) {
            if (change.plugin().equals("refused")) {
                throw new RefusedException(Reason.NOT_FOUND, "no plugin refused");
            }
            begun.add(change.plugin() + " by " + account);
            boolean fails = change.plugin().equals("fails");
            return Receipt.begun("1", change.kind(), change.plugin(), account, "", "1.0.0", "", false, Instant.EPOCH)
                    .withEnd(
                            fails ? "1.0.0" : "",
                            Instant.EPOCH,
                            fails ? Outcome.FAILED : Outcome.DONE,
                            fails ? "it runs on" : "",
                            Optional.empty());
        }

        @Override
        public Plan plan(Change change) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Receipt run(Change change, String account) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Receipt> receipt(String id) {
            return Optional.empty();
        }

        @Override
        public List<Receipt> receipts(ReceiptQuery query) {
            return List.of();
        }

        @Override
        public long count(ReceiptQuery query) {
            return 0;
        }

        @Override
        public List<Plugin> plugins() {
            return List.of();
        }

        @Override
        public List<Refusal> refusals() {
            return List.of();
        }

        @Override
        public List<Leak> leaks() {
            return List.of();
        }

        @Override
        public List<String> findHolder(long leak) {
            return List.of();
        }

        @Override
        public List<String> unresolved(long bundle) {
            return List.of();
        }
    }
}
