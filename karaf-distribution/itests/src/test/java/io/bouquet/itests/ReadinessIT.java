package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Breaks each part that readiness needs, one after the other: an absent part is down, and the reason says so. */
public class ReadinessIT extends PlatformTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A check, and the bundle without which it is absent. */
    private static final Map<String, String> PARTS = Map.of(
            "database", "io.bouquet.data.openjpa",
            "migrations", "io.bouquet.data.openjpa",
            "accounts", "io.bouquet.accounts.jpa",
            "console", "io.bouquet.console",
            "gate", "io.bouquet.web.gate",
            "taggers", "io.bouquet.tagging.engine",
            "deployments", "io.bouquet.deploy.engine",
            "bundles", "io.bouquet.tagging.rest");

    @Test
    public void eachRequiredPartThatIsStoppedIsDown() throws BundleException {
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            Bundle bundle = bundle(part.getValue());
            bundle.stop();
            try {
                awaitDown(part.getKey(), part.getKey().equals("bundles") ? bundle.getSymbolicName() : "");
            } finally {
                bundle.start();
            }
            awaitReady();
        }
    }

    @Test
    public void aBundleOfThePlatformThatIsUninstalledIsNamed() throws BundleException {
        Bundle bundle = bundle("io.bouquet.documents.console");
        String location = bundle.getLocation();
        bundle.uninstall();
        try {
            awaitDown("bundles", location + " is not installed");
        } finally {
            context.installBundle(location).start();
        }
        awaitReady();
    }

    @Test
    public void aDatabaseWithoutADriverIsDownAndSaysWhy() throws IOException {
        Configuration settings = service(ConfigurationAdmin.class).getConfiguration("io.bouquet.data.openjpa", "?");
        Dictionary<String, Object> before = settings.getProperties();
        settings.update(new Hashtable<>(Map.of("url", "jdbc:postgresql://127.0.0.1:1/none")));
        try {
            awaitDown("database", "postgresql");
        } finally {
            if (before == null) {
                settings.delete();
            } else {
                settings.update(before);
            }
        }
        awaitReady();
    }

    @Test
    public void aCheckOfAPluginNeverTakesThePlatformOutOfService() {
        HealthCheck broken = () -> new Result(Result.Status.CRITICAL, "the shop is closed");
        ServiceRegistration<HealthCheck> check = context.registerService(
                HealthCheck.class,
                broken,
                new Hashtable<>(Map.of(HealthCheck.NAME, "shop", HealthCheck.TAGS, new String[] {"ready"})));
        try {
            Answer answer = admin().get("/api/health/ready");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("the shop is closed");
        } finally {
            check.unregister();
        }
    }

    private Bundle bundle(String symbolicName) {
        return Stream.of(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private void awaitDown(String check, String reason) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(nobody().get("/api/health/ready").status()).isEqualTo(503);
            List<String> readiness = readiness();
            assertThat(readiness).first().isNotEqualTo("up");
            assertThat(readiness).anyMatch(line -> line.startsWith(check + ": ") && line.contains(reason));
        });
    }

    private void awaitReady() {
        await().atMost(SOON).until(() -> nobody().isReady());
        await().atMost(SOON).until(() -> readiness().equals(List.of("up")));
    }

    private static List<String> readiness() {
        try {
            return Files.readAllLines(karafBase().resolve("data/readiness"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
