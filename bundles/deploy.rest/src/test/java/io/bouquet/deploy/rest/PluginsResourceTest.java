package io.bouquet.deploy.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Leak;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.Refusal;
import io.bouquet.deploy.RefusedException;
import io.bouquet.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.security.RolesAllowed;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PluginsResourceTest {
    private static final SecurityContext ADMIN = caller("ada", "admin");

    private final StubDeployments engine = new StubDeployments();
    private final LiveDeployments live = new LiveDeployments();
    private final PluginsResource plugins = new PluginsResource(live);

    PluginsResourceTest() {
        live.deployments = engine;
    }

    @Test
    void beginsAnInstallationWithTheBytesOfTheBody() {
        Object answer = plugins.upload(body("jar"), file -> Change.install(file, "a.jar"), false, ADMIN);
        assertThat(engine.bytes).isEqualTo("jar");
        assertThat(engine.account).isEqualTo("ada");
        assertThat(engine.file).doesNotExist();
        assertThat(((WireReceipt) answer).outcome()).isEqualTo("running");
    }

    @Test
    void answersThePlanAndChangesNothing() {
        Object answer = plugins.upload(body("jar"), file -> Change.upgrade("a", file, "a.jar", false), true, ADMIN);
        assertThat(((WirePlan) answer).standstill())
                .containsExactly(new WirePlan.Standstill("tagger", "shout", 10_000));
        assertThat(engine.account).isNull();
    }

    @Test
    void letsOnlyAdminsChangeAnything() {
        for (Method method : PluginsResource.class.getDeclaredMethods()) {
            boolean isOpen = Set.of("list", "get").contains(method.getName());
            if (Modifier.isPublic(method.getModifiers()) && !isOpen) {
                assertThat(method.getAnnotation(RolesAllowed.class))
                        .as(method.getName())
                        .isNotNull()
                        .extracting(RolesAllowed::value)
                        .isEqualTo(new String[] {"admin"});
            }
        }
        assertThat(LeaksResource.class).hasAnnotation(RolesAllowed.class);
    }

    @Test
    void answersWhatIsRefusedWithItsStatusAndReason() {
        for (RefusedException.Reason reason : RefusedException.Reason.values()) {
            engine.refusal = new RefusedException(reason, "because of " + reason);
            assertThatThrownBy(() -> plugins.rollback("a", false, ADMIN))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> {
                        assertThat(problem.detail()).isEqualTo("because of " + reason);
                        assertThat(problem.status()).isIn(422, 413, 404, 409, 403, 503);
                    });
        }
    }

    @Test
    void forcesAndPurgesWhereAsked() {
        plugins.upload(body("jar"), file -> PluginsResource.upgrade("a", file, "a.jar", false, true), false, ADMIN);
        assertThat(engine.change.force()).isTrue();
        plugins.change(PluginsResource.remove("a", true), false, ADMIN);
        assertThat(engine.change.purge()).isTrue();
        plugins.change(PluginsResource.remove("a", false), false, ADMIN);
        assertThat(engine.change.purge()).isFalse();
    }

    @Test
    void agreesToWhatTheCallerAgreesTo() {
        plugins.upload(
                body("jar"),
                file -> PluginsResource.agreed(Change.install(file, "a.jar"), true, Set.of("accounts")),
                false,
                ADMIN);
        assertThat(engine.change.takeOver()).isTrue();
        assertThat(engine.change.allow()).containsExactly("accounts");
        assertThatThrownBy(() -> plugins.install(body("jar"), "a.jar", false, List.of("all"), false, ADMIN))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.status())
                        .isEqualTo(422));
    }

    @Test
    void listsTheFilesThatAreRefused() {
        assertThat(plugins.list().refused())
                .containsExactly(
                        new PluginsResource.WireRefusal("bad.jar", "bad.jar is not a JAR or KAR", Instant.EPOCH));
    }

    @Test
    void saysThatNothingCanBeDeployedWhileTheEngineIsAway() {
        live.deployments = null;
        assertThatThrownBy(plugins::list)
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.status())
                        .isEqualTo(503));
    }

    private static ByteArrayInputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SecurityContext caller(String name, String group) {
        return new SecurityContext() {
            @Override
            public Principal getUserPrincipal() {
                return () -> name;
            }

            @Override
            public boolean isUserInRole(String role) {
                return role.equals(group);
            }

            @Override
            public boolean isSecure() {
                return false;
            }

            @Override
            public String getAuthenticationScheme() {
                return BASIC_AUTH;
            }
        };
    }

    private static final class StubDeployments implements Deployments {
        private @Nullable RefusedException refusal;
        private @Nullable String bytes;
        private @Nullable String account;
        private @Nullable Path file;
        private Change change = Change.remove("a");

        @Override
        public Plan plan(Change change) {
            return new Plan(
                    change.kind(),
                    "a",
                    "1.0.0",
                    "1.1.0",
                    false,
                    List.of(),
                    List.of(new Plan.Standstill("tagger", "shout", Duration.ofSeconds(10))),
                    List.of());
        }

        @Override
        public Receipt begin(Change change, String by) {
            if (refusal != null) {
                throw refusal;
            }
            account = by;
            this.change = change;
            file = change.archive().orElse(null);
            try {
                bytes = file == null ? null : Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Receipt.begun("r1", change.kind(), "a", by, change.origin(), "", "1.0.0", false, Instant.EPOCH);
        }

        @Override
        public Receipt run(Change change, String by) {
            return begin(change, by);
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
            return List.of(new Refusal("bad.jar", "bad.jar is not a JAR or KAR", Instant.EPOCH));
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
        public Diagnosis diagnose(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Diagnosis diagnose(Path archive, String origin) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<Long, Diagnosis> diagnoses(Collection<Long> bundles) {
            return Map.of();
        }
    }
}
