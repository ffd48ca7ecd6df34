package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.spi.Tagger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** The extender in a real framework, with model bundles made on the spot. */
class ModelExtenderTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String HEADER = "m.bin;kind=sentences;language=en";

    @TempDir
    Path storage;

    private Framework framework;
    private BundleContext context;
    private ModelExtender extender;

    @BeforeEach
    void boot() throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT));
        framework.start();
        context = framework.getBundleContext();
        extender = new ModelExtender(context);
    }

    @AfterEach
    void halt() throws Exception {
        extender.stop();
        framework.stop();
        framework.waitForStop(LIMIT.toMillis());
    }

    @Test
    void makesATaggerOfAModelThatBelongsToItsBundle() throws Exception {
        Bundle bundle = install("a", HEADER, model());
        bundle.start();
        ServiceReference<Tagger> reference = tagger("sentences-en");
        assertThat(reference.getBundle()).isEqualTo(bundle);
        assertThat((String[]) reference.getProperty("tagger.produces")).containsExactly("sentences");
        assertThat((String[]) reference.getProperty("tagger.requires")).isEmpty();
        assertThat((String[]) reference.getProperty("tagger.languages")).containsExactly("en");
        assertThat((String) reference.getProperty("tagger.model")).isEqualTo("m.bin, 20 kB");
        Tagger tagger = context.getService(reference);
        tagger.load();
        assertThat(tagger.tag(new AnnotatedText("One is here. Two is there.", "en"))
                        .get("sentences"))
                .extracting(Annotation::span)
                .hasSize(2);
    }

    @Test
    void keepsTheCompactFormInTheDataAreaOfTheModelsBundle() throws Exception {
        Bundle bundle = install("a", HEADER, model());
        bundle.start();
        File kept = bundle.getDataFile("sentences-en.compact");
        assertThat(kept).doesNotExist();
        context.getService(tagger("sentences-en")).load();
        assertThat(kept).exists();
        bundle.uninstall();
        assertThat(kept).doesNotExist();
    }

    @Test
    void takesTheTaggerBackWhenTheBundleStopsAndGivesItAgainWhenItStarts() throws Exception {
        Bundle bundle = install("a", HEADER, model());
        bundle.start();
        tagger("sentences-en");
        bundle.stop();
        assertThat(taggers()).isEmpty();
        bundle.start();
        tagger("sentences-en");
        bundle.uninstall();
        assertThat(taggers()).isEmpty();
    }

    @Test
    void servesABundleThatWaitsForItsFirstClass() throws Exception {
        Bundle bundle = install("a", HEADER, model(), Constants.BUNDLE_ACTIVATIONPOLICY, "lazy");
        bundle.start(Bundle.START_ACTIVATION_POLICY);
        assertThat(bundle.getState()).isEqualTo(Bundle.STARTING);
        tagger("sentences-en");
    }

    @Test
    void registersTheGoodClausesOfAHeaderWithBadOnes() throws Exception {
        install("a", "m.bin;kind=tokenz;language=en, m.bin;kind=tokens, " + HEADER, model())
                .start();
        tagger("sentences-en");
        assertThat(taggers()).hasSize(1);
    }

    @Test
    void registersNothingForAHeaderThatCannotBeRead() throws Exception {
        install("header", "kind=sentences", model()).start();
        install("good", HEADER + ";name=good", model()).start();
        tagger("good");
        assertThat(taggers()).hasSize(1);
    }

    @Test
    void saysOfABrokenModelWhatIsWrongWhenItIsLoaded() throws Exception {
        byte[] model = model();
        byte[] garbled = model.clone();
        for (int i = 100; i < garbled.length; i += 7) {
            garbled[i] ^= 0x55;
        }
        install("empty", HEADER + ";name=empty", new byte[0]).start();
        install("cut", HEADER + ";name=cut", Arrays.copyOf(model, model.length / 2))
                .start();
        install("garbled", HEADER + ";name=garbled", garbled).start();
        for (String name : List.of("empty", "cut", "garbled")) {
            Tagger tagger = context.getService(tagger(name));
            assertThatThrownBy(tagger::load)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("'m.bin' is no sentences model that OpenNLP can read");
            assertThatThrownBy(() -> tagger.tag(new AnnotatedText("One.", "en")))
                    .hasMessage("the model 'm.bin' is not loaded");
        }
    }

    @Test
    void saysWhichFilesThereAreWhereTheModelIsMissing() throws Exception {
        install("a", "none.bin;kind=sentences;language=en", model()).start();
        Tagger tagger = context.getService(tagger("sentences-en"));
        assertThatThrownBy(tagger::load).hasMessage("there is no file 'none.bin' in the bundle; there are: /m.bin");
    }

    @Test
    void leavesNothingBehindWhenItStops() throws Exception {
        install("a", HEADER, model()).start();
        tagger("sentences-en");
        extender.stop();
        assertThat(taggers()).isEmpty();
    }

    private ServiceReference<Tagger> tagger(String name) {
        return await().atMost(LIMIT)
                .until(
                        () -> taggers().stream()
                                .filter(reference -> name.equals(reference.getProperty("tagger.name")))
                                .toList(),
                        found -> found.size() == 1)
                .get(0);
    }

    private List<ServiceReference<Tagger>> taggers() throws InvalidSyntaxException {
        return List.copyOf(context.getServiceReferences(Tagger.class, null));
    }

    private Bundle install(String name, String header, byte[] model, String... more) throws Exception {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        attributes.putValue(ModelClause.HEADER, header);
        for (int i = 0; i < more.length; i += 2) {
            attributes.putValue(more[i], more[i + 1]);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new JarEntry("m.bin"));
            jar.write(model);
            jar.putNextEntry(new JarEntry("README"));
            jar.write("a model".getBytes(StandardCharsets.US_ASCII));
        }
        return context.installBundle("test:" + name, new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static byte[] model() throws IOException {
        return read(Models.SENTENCES_EN);
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = Models.open(file)) {
            return in.readAllBytes();
        }
    }
}
