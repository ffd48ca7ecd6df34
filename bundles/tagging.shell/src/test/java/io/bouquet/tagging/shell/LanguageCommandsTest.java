package io.bouquet.tagging.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The taggers of the stubbed broker are tokens-en, which serves, and pos-de, which waits. */
class LanguageCommandsTest {
    private final StubBroker broker = new StubBroker();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Feature> features = new ArrayList<>();
    private final Set<String> installed = new HashSet<>();
    private final Set<String> required = new HashSet<>();

    @TempDir
    Path folder;

    private @Nullable Exception refused;

    @BeforeEach
    void hasFeatures() throws IOException {
        features.add(feature("bouquet-models-en", jar("tagging.models.en", "tokens"), "mvn:bundle/tokens-en/1.0.0"));
        features.add(feature("bouquet-models-de", jar("tagging.models.de", "pos"), "mvn:bundle/pos-de/1.0.0"));
        features.add(feature("bouquet-models-pl", jar("tagging.models.pl", "tokens"), "mvn:bundle/tokens-pl/1.0.0"));
        features.add(feature("bouquet-models-cy", "mvn:io.bouquet/tagging.models.cy/1.0.0"));
        features.add(feature("bouquet-models-all"));
        features.add(feature("bouquet-tagging"));
        installed.addAll(Set.of("bouquet-models-en", "bouquet-models-de"));
        required.add("feature:bouquet-models-de/[1.0.0,1.0.0]");
    }

    @Test
    void listsLanguagesWithTheirState() {
        LanguagesCommand command = new LanguagesCommand();
        command.broker = broker;
        command.features = service();
        command.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(printed())
                .containsPattern("en\\s.*English\\s.*SERVING\\s.*tokens\\s.*kB")
                .containsPattern("de\\s.*German\\s.*INSTALLED\\s.*pos")
                .containsPattern("pl\\s.*Polish\\s.*AVAILABLE\\s.*tokens")
                .containsPattern("cy\\s.*Welsh\\s.*AVAILABLE\\s.*not here")
                .contains("1 of 4 serve")
                .doesNotContain("all ");
    }

    @Test
    void addsNothingToALanguageThatServes() throws Exception {
        add("en").run(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(printed()).contains("English serves already: tokens");
    }

    @Test
    void namesTheLanguagesIfThereIsNoSuch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> add("xx").run(System.out))
                .withMessageContaining("'xx'")
                .withMessageContaining("cy, de, en, pl");
    }

    @Test
    void saysHowToGetModelsThatAreNotHere() {
        refused = new IOException("Error resolving artifact io.bouquet:tagging.models.cy");
        assertThatIllegalStateException()
                .isThrownBy(() -> add("cy").run(System.out))
                .withMessageContaining("Welsh are not part of this distribution")
                .withMessageContaining("org.ops4j.pax.url.mvn.cfg");
    }

    @Test
    void removesWhatNothingElseNeeds() {
        RemoveCommand command = remove("de");
        command.run(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(printed()).contains("German is removed");
        assertThat(installed).containsExactly("bouquet-models-en");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> remove("en").run(System.out))
                .withMessageContaining("needed by a feature");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> remove("pl").run(System.out))
                .withMessageContaining("not installed");
    }

    @Test
    void completesWhatCanBeAddedAndRemoved() {
        AvailableLanguageCompleter available = new AvailableLanguageCompleter();
        available.broker = broker;
        available.features = service();
        assertThat(available.names()).containsExactly("cy", "pl");
        InstalledLanguageCompleter removable = new InstalledLanguageCompleter();
        removable.broker = broker;
        removable.features = service();
        assertThat(removable.names()).containsExactly("de", "en");
    }

    private AddCommand add(String code) {
        AddCommand command = new AddCommand();
        command.broker = broker;
        command.features = service();
        command.code = code;
        return command;
    }

    private RemoveCommand remove(String code) {
        RemoveCommand command = new RemoveCommand();
        command.broker = broker;
        command.features = service();
        command.code = code;
        return command;
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private FeaturesService service() {
        return stub(FeaturesService.class, (method, arguments) -> switch (method) {
            case "listFeatures" -> features.toArray(Feature[]::new);
            case "isInstalled" -> installed.contains(((Feature) arguments[0]).getName());
            case "listRequirements" -> Map.of("root", required);
            case "installFeature" -> {
                if (refused != null) {
                    throw refused;
                }
                yield installed.add((String) arguments[0]);
            }
            case "uninstallFeature" -> installed.remove((String) arguments[0]);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static Feature feature(String name, String... locations) {
        List<BundleInfo> bundles = new ArrayList<>();
        for (String location : locations) {
            bundles.add(stub(BundleInfo.class, (method, arguments) -> location));
        }
        return stub(Feature.class, (method, arguments) -> switch (method) {
            case "getName" -> name;
            case "getVersion" -> "1.0.0";
            case "getBundles" -> bundles;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private String jar(String name, String kind) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bouquet-Model", "m.bin;kind=" + kind + ";language=en");
        Path file = folder.resolve(name + ".jar");
        try (OutputStream to = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            to.flush();
        }
        return file.toUri().toString();
    }

    private interface Answers {
        Object answer(String method, Object[] arguments) throws Exception;
    }

    private static <T> T stub(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.answer(method.getName(), arguments)));
    }
}
