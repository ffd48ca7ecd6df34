package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The doctor gives the right answer for each broken plugin of the catalogue, and for one that is well. */
public class DoctorIT extends PlatformTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Pattern OF_THE_PLATFORM = Pattern.compile("\\{(id|version|folder):?([^}]*)}");

    private final List<Bundle> brought = new ArrayList<>();

    @Test
    public void eachBrokenPluginGetsItsAnswer() throws Exception {
        List<BrokenPlugin> all = BrokenPlugins.all();
        List<String> wrong = new ArrayList<>();
        Traces before = Traces.of(context);
        for (BrokenPlugin broken : all) {
            long begin = System.nanoTime();
            try {
                examine(broken).ifPresent(wrong::add);
            } finally {
                takeAway(broken);
            }
            System.out.printf(
                    "%s %d ms%n",
                    broken.jar().name(),
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
        }
        System.out.printf("%d of %d answers are right%n", all.size() - wrong.size(), all.size());
        assertThat(all).hasSizeGreaterThanOrEqualTo(30);
        assertThat(String.join("\n", wrong)).isEmpty();
        await().atMost(SOON).untilAsserted(() -> before.assertSame(Traces.of(context)));
    }

    @Test
    public void thePageExplainsEachCodeOfTheCatalogueAndNoOther() throws IOException {
        Path page = Path.of(System.getProperty("bouquet.bundles"), "../docs/troubleshooting.md");
        Set<String> explained = Files.readString(page)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`")[1])
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown = BrokenPlugins.all().stream()
                .flatMap(broken -> broken.codes().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(explained).isEqualTo(shown);
    }

    @Test
    public void aPluginThatIsWellIsSaidToBeLiveInTheShellAndOverRest() throws IOException {
        Deployments deployments = service(Deployments.class);
        deployments.run(Change.install(Sample.HELLO.jar(), "hello.jar"), "admin");
        try {
            String name = Sample.HELLO.symbolicName();
            assertThat(shell("plugin:doctor " + name))
                    .startsWith(name + " 1.0.0 is live\n")
                    .contains("  live: REST /hello/{name}\n", "  live: WebSocket /greetings\n");
            JsonNode json = admin().get("/api/plugins/" + name + "/doctor").json(200);
            assertThat(json.path("state").asText()).isEqualTo("active");
            assertThat(json.path("findings").isEmpty()).isTrue();
            assertThat(json.path("live").toString()).contains("REST /hello/{name}");
        } finally {
            deployments.run(Change.remove(Sample.HELLO.symbolicName()), "admin");
        }
        assertThat(admin().get("/api/plugins/com.example.absent/doctor").status())
                .isEqualTo(404);
        nobody().get("/api/plugins/com.example.absent/doctor").problem(401);
    }

    @Test
    public void aRefusedPluginIsExplainedInItsPlanAndOverRest() throws IOException {
        PluginJar jar = PluginJar.of("com.example.doctor.gson").imports("com.google.gson");
        byte[] archive = Files.readAllBytes(jar.write(folder()));
        assertThat(admin().post("/api/plugins?plan=true", "application/java-archive", archive)
                        .json(200)
                        .path("findings")
                        .path(0)
                        .path("code")
                        .asText())
                .isEqualTo("missing-library");
        assertThat(admin().post("/api/plugins", "application/java-archive", archive)
                        .status())
                .isEqualTo(422);
        assertThat(admin().get("/api/plugins/com.example.doctor.gson/doctor")
                        .json(200)
                        .path("findings")
                        .path(0)
                        .path("remedy")
                        .asText())
                .contains("com.google.code.gson:gson");
    }

    private Optional<String> examine(BrokenPlugin broken) throws Exception {
        Path file = bring(broken);
        String asked = broken.way() == BrokenPlugin.Way.EXAMINED
                ? Shell.word(file)
                : broken.jar().name();
        String expected = filled(broken.answer());
        String[] last = {""};
        try {
            await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> {
                last[0] = shell("plugin:doctor " + asked).strip();
                return last[0].equals(expected);
            });
            return Optional.empty();
        } catch (ConditionTimeoutException e) {
            return Optional.of("--- " + broken.jar().name() + "\n" + last[0] + "\n--- but expected\n" + expected);
        }
    }

    /** Puts ids and versions of this platform into an expected answer. */
    private String filled(String answer) {
        Matcher matcher = OF_THE_PLATFORM.matcher(answer);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                switch (found.group(1)) {
                    case "id" -> String.valueOf(bundle(found.group(2)).getBundleId());
                    case "version" -> version(found.group(2));
                    default -> folder().toUri().toString();
                }));
    }

    private Bundle bundle(String name) {
        return Arrays.stream(context.getBundles())
                .filter(one -> name.equals(one.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no bundle " + name));
    }

    private String version(String name) {
        return Arrays.stream(context.getBundles())
                .map(one -> one.adapt(BundleRevision.class))
                .filter(Objects::nonNull)
                .flatMap(one -> one.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .map(BundleCapability::getAttributes)
                .filter(one -> name.equals(one.get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(one -> String.valueOf(one.get("version")))
                .findFirst()
                .orElseThrow();
    }

    private Path bring(BrokenPlugin broken) throws Exception {
        for (PluginJar one : broken.beside()) {
            Path file = one.write(folder());
            if (broken.feature().isEmpty()) {
                Bundle bundle = context.installBundle(file.toUri().toString());
                brought.add(bundle);
                start(bundle);
                if (broken.areBesideStopped()) {
                    bundle.stop();
                }
            } else {
                Path features = folder().resolve("features.xml");
                Files.writeString(features, """
                        <features name="doctor" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                          <feature name="%s" version="1.0.0"><bundle>%s</bundle></feature>
                        </features>
                        """.formatted(broken.feature(), file.toUri()));
                shell("feature:repo-add " + Shell.word(features));
            }
        }
        for (Map.Entry<String, Map<String, Object>> setting : broken.settings().entrySet()) {
            Dictionary<String, Object> properties = new Hashtable<>(setting.getValue());
            configuration(setting.getKey()).update(properties);
        }
        Path file = broken.jar().write(folder());
        if (broken.bytes().length > 0) {
            Files.write(file, broken.bytes());
        }
        switch (broken.way()) {
            case INSTALLED -> {
                try {
                    service(Deployments.class).run(Change.install(file, ""), "admin");
                } catch (RefusedException expected) {
                    assertThat(expected.findings()).isNotEmpty();
                }
            }
            case BROUGHT, STOPPED -> {
                Bundle bundle = context.installBundle(
                        "doctor:" + broken.jar().name(), new ByteArrayInputStream(Files.readAllBytes(file)));
                brought.add(bundle);
                if (broken.level() > 0) {
                    bundle.adapt(BundleStartLevel.class).setStartLevel(broken.level());
                    // resolves it, as another bundle that imports from it would
                    assertThat(bundle.getResource("none")).isNull();
                }
                start(bundle);
                if (broken.way() == BrokenPlugin.Way.STOPPED) {
                    bundle.stop();
                }
            }
            case EXAMINED -> {
                // the doctor reads the file
            }
        }
        return file;
    }

    /** Starts a bundle, and leaves it to the doctor to say why that failed. */
    private static void start(Bundle bundle) {
        try {
            if (bundle.getHeaders("").get("Fragment-Host") == null) {
                bundle.start();
            }
        } catch (BundleException broken) {
            assertThat(bundle.getState()).isNotEqualTo(Bundle.ACTIVE);
        }
    }

    private void takeAway(BrokenPlugin broken) throws Exception {
        Deployments deployments = service(Deployments.class);
        if (deployments.plugins().stream()
                .anyMatch(plugin -> plugin.name().equals(broken.jar().name()))) {
            deployments.run(Change.remove(broken.jar().name()), "admin");
        }
        for (Bundle bundle : brought) {
            bundle.uninstall();
        }
        brought.clear();
        for (String pid : broken.settings().keySet()) {
            configuration(pid).delete();
        }
        if (!broken.feature().isEmpty()) {
            shell("feature:repo-remove " + Shell.word(folder().resolve("features.xml")));
        }
    }

    private Configuration configuration(String pid) throws IOException {
        return service(ConfigurationAdmin.class).getConfiguration(pid, "?");
    }

    private static Path folder() {
        try {
            return Files.createDirectories(karafBase().resolve("data/doctor"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
