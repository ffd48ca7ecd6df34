package io.bouquet.deploy.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Download;
import io.bouquet.deploy.Outdated;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.Release;
import io.bouquet.deploy.RepositorySettings;
import io.bouquet.deploy.repository.Plugins.Config;
import io.bouquet.deploy.repository.Plugins.StubArchives;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class DefaultRepositoriesTest {
    @TempDir
    Path temp;

    private final List<Plugin> installed = new ArrayList<>();
    private final Map<String, Dictionary<?, ?>> configured = new HashMap<>();
    private DefaultRepositories repositories;

    @BeforeEach
    void make() throws IOException {
        Plugins.jar(temp.resolve("a"), "com.example.one", "1.0.0");
        Plugins.jar(temp.resolve("a"), "com.example.one", "1.10.0");
        Plugins.jar(temp.resolve("a"), "com.example.one", "1.9.0");
        Plugins.jar(temp.resolve("a"), "com.example.one", "9.0.0");
        Plugins.jar(temp.resolve("b"), "com.example.two", "9.0.0");
        repositories = new DefaultRepositories(
                stub(Deployments.class, Map.of("plugins", installed)),
                new StubArchives(),
                stub(ConfigurationAdmin.class, Map.of()),
                temp);
        repositories.all = List.of(repository("b"), repository("a"));
    }

    private ConfiguredRepository repository(String name) {
        return new ConfiguredRepository(
                name, Config.of(temp.resolve(name).toString(), ""), temp.resolve("data"), new StubArchives());
    }

    /** Answers these methods, and keeps the configurations that are made. */
    private <T> T stub(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            if (method.getName().equals("getFactoryConfiguration")) {
                return Proxy.newProxyInstance(
                        type.getClassLoader(), new Class<?>[] {Configuration.class}, (none, call, values) -> {
                            if (call.getName().equals("update")) {
                                configured.put((String) given[1], (Dictionary<?, ?>) values[0]);
                            }
                            return null;
                        });
            }
            return answers.get(method.getName());
        }));
    }

    private void installed(String name, String version) {
        installed.add(new Plugin(name, version, Optional.empty(), Optional.empty(), Format.JAR, "x", Instant.EPOCH));
    }

    private static List<String> texts(List<Release> releases) {
        return releases.stream()
                .map(release -> release.repository() + ":" + release.name() + "@" + release.version())
                .toList();
    }

    @Test
    void listsTheLatestVersionFirst() {
        assertThat(texts(repositories.search("").releases()))
                .containsExactly(
                        "a:com.example.one@9.0.0",
                        "a:com.example.one@1.10.0",
                        "a:com.example.one@1.9.0",
                        "a:com.example.one@1.0.0",
                        "b:com.example.two@9.0.0");
    }

    @Test
    void findsTheLatestThatCanRunHereAndElseTheLatest() {
        assertThat(texts(repositories.latest("").releases()))
                .containsExactly("a:com.example.one@1.10.0", "b:com.example.two@9.0.0");
        assertThat(texts(repositories.latest("  TWO tests ").releases())).containsExactly("b:com.example.two@9.0.0");
        assertThat(repositories.latest("three").releases()).isEmpty();
    }

    @Test
    void downloadsTheVersionThatItFinds() {
        try (Download download = repositories.download(repositories.find("com.example.one", "", ""))) {
            assertThat(download.summary().version()).isEqualTo("1.10.0");
            assertThat(download.origin()).isEqualTo("com.example.one-1.10.0.jar from a");
        }
        assertThat(repositories.find("com.example.one", "1.0.0", "a").version()).isEqualTo("1.0.0");
    }

    @Test
    void saysWhatThereIsInstead() {
        assertThatThrownBy(() -> repositories.find("one", "", "")).hasMessageContaining("similar: com.example.one");
        assertThatThrownBy(() -> repositories.find("com.example.one", "2.0.0", ""))
                .hasMessageContaining("has no version 2.0.0")
                .hasMessageContaining("1.10.0, 1.9.0");
        assertThatThrownBy(() -> repositories.find("com.example.one", "", "c"))
                .hasMessageContaining("no repository 'c'; there are: a, b");
        assertThatThrownBy(() -> repositories.find("com.example.two", "", ""))
                .hasMessageContaining("no version of com.example.two can run here")
                .hasMessageContaining("com.example.missing");
        repositories.all = List.of();
        assertThatThrownBy(() -> repositories.find("com.example.one", "", ""))
                .hasMessageContaining("plugin:repository-add");
    }

    @Test
    void choosesNoRepositoryForAnybody() throws IOException {
        Plugins.jar(temp.resolve("b"), "com.example.one", "1.99.0");
        assertThatThrownBy(() -> repositories.find("com.example.one", "", ""))
                .hasMessageContaining("in the repositories a and b; say which you mean: --from a");
        assertThat(repositories.find("com.example.one", "", "a").version()).isEqualTo("1.10.0");
    }

    @Test
    void choosesNothingWhileARepositoryCannotBeRead() {
        repositories.all = List.of(repository("a"), repository("missing"));
        assertThatThrownBy(() -> repositories.find("com.example.one", "", ""))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the repository missing cannot be used")
                .hasMessageContaining("--from");
        assertThat(repositories.find("com.example.one", "", "a").version()).isEqualTo("1.10.0");
        assertThat(repositories.search("").problems())
                .singleElement()
                .asString()
                .contains("missing: there is no folder");
    }

    @Test
    void tellsWhatIsOutdatedAndWhyTheLatestIsNot() {
        installed("com.example.one", "1.9.0");
        installed("com.example.two", "9.0.0");
        installed("com.example.three", "1.0.0");
        assertThat(repositories.outdated()).singleElement().satisfies(one -> {
            assertThat(one.plugin()).isEqualTo("com.example.one");
            assertThat(one.compatible().map(Release::version)).contains("1.10.0");
            assertThat(one.latest().version()).isEqualTo("9.0.0");
            assertThat(one.latest().unmet()).hasSize(1);
        });
        installed.set(
                0,
                new Plugin(
                        "com.example.one",
                        "1.10.0",
                        Optional.empty(),
                        Optional.empty(),
                        Format.JAR,
                        "x",
                        Instant.EPOCH));
        assertThat(repositories.outdated())
                .singleElement()
                .extracting(Outdated::compatible)
                .isEqualTo(Optional.empty());
    }

    @Test
    void configuresOnlyWhatCanBeUsed() {
        repositories.add("team", new RepositorySettings("/plugins", "", false, List.of()));
        assertThat(configured.get("team").get("url")).isEqualTo("/plugins");
        assertThatThrownBy(() ->
                        repositories.add("x", new RepositorySettings("https://example.com", "", false, List.of())))
                .hasMessageContaining("another machine");
        assertThatThrownBy(() -> repositories.add("X y", new RepositorySettings("/plugins", "", false, List.of())))
                .hasMessageContaining("lower-case");
        assertThat(configured).containsOnlyKeys("team");
    }
}
