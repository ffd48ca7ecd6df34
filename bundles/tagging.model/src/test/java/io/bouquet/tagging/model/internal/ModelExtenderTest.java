package io.bouquet.tagging.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.spi.Tagger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final String HEADER = "m.txt;kind=label;engine=file;language=en;layers=mood";

    @TempDir
    Path storage;

    private Framework framework;
    private BundleContext context;
    private ModelExtender extender;
    private final FileEngine engine = new FileEngine("file");

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
        extender.addEngine(engine);
    }

    @AfterEach
    void halt() throws Exception {
        extender.stop();
        framework.stop();
        framework.waitForStop(LIMIT.toMillis());
    }

    @Test
    void makesATaggerOfAModelThatBelongsToItsBundle() throws Exception {
        Bundle bundle = install("a", HEADER);
        bundle.start();
        ServiceReference<Tagger> reference = tagger("label-en");
        assertThat(reference.getBundle()).isEqualTo(bundle);
        assertThat((String[]) reference.getProperty("tagger.produces")).containsExactly("mood");
        assertThat((String[]) reference.getProperty("tagger.requires")).containsExactly("tokens");
        assertThat((String[]) reference.getProperty("tagger.languages")).containsExactly("en");
        assertThat(reference.getProperty("tagger.onRequest")).isEqualTo(false);
        assertThat((String) reference.getProperty("tagger.model")).isEqualTo("m.txt, 0 kB");
        Tagger tagger = context.getService(reference);
        tagger.load();
        assertThat(tagger.tag(new AnnotatedText("One.", "en")).get("mood"))
                .extracting(Annotation::label)
                .containsExactly("happy");
    }

    @Test
    void takesTheTaggerBackWhenTheBundleStopsAndGivesItAgainWhenItStarts() throws Exception {
        Bundle bundle = install("a", HEADER);
        bundle.start();
        tagger("label-en");
        bundle.stop();
        assertThat(taggers()).isEmpty();
        bundle.start();
        tagger("label-en");
        bundle.uninstall();
        assertThat(taggers()).isEmpty();
    }

    @Test
    void closesATaggerWhenItsBundleStops() throws Exception {
        Bundle bundle = install("a", HEADER);
        bundle.start();
        Tagger tagger = context.getService(tagger("label-en"));
        bundle.stop();
        assertThat(tagger.tag(new AnnotatedText("One.", "en")).get("mood"))
                .extracting(Annotation::label)
                .containsExactly("closed");
    }

    @Test
    void servesABundleThatWaitsForItsFirstClass() throws Exception {
        Bundle bundle = install("a", HEADER, Constants.BUNDLE_ACTIVATIONPOLICY, "lazy");
        bundle.start(Bundle.START_ACTIVATION_POLICY);
        assertThat(bundle.getState()).isEqualTo(Bundle.STARTING);
        tagger("label-en");
    }

    @Test
    void waitsForTheEngineOfAModelAndTakesItsTaggerBackWhenThatGoes() throws Exception {
        install("a", "m.txt;kind=label;engine=late;layers=mood").start();
        assertThat(taggers()).isEmpty();
        FileEngine late = new FileEngine("late");
        extender.addEngine(late);
        tagger("label");
        extender.removeEngine(late);
        assertThat(taggers()).isEmpty();
        extender.addEngine(late);
        tagger("label");
    }

    @Test
    void registersTheGoodClausesOfAHeaderWithBadOnes() throws Exception {
        install(
                        "a",
                        "m.txt;kind=labell;engine=file, m.txt;kind=label;engine=file, m.txt;kind=wish;engine=file;layers=x, "
                                + HEADER)
                .start();
        tagger("label-en");
        assertThat(taggers()).hasSize(1);
    }

    @Test
    void registersNothingForAHeaderThatCannotBeRead() throws Exception {
        install("header", "kind=label").start();
        install("good", HEADER + ";name=good").start();
        tagger("good");
        assertThat(taggers()).hasSize(1);
    }

    @Test
    void saysWhichFilesThereAreWhereTheModelIsMissing() throws Exception {
        install("a", HEADER.replace("m.txt", "none.txt")).start();
        Tagger tagger = context.getService(tagger("label-en"));
        assertThatThrownBy(tagger::load).hasMessage("there is no file 'none.txt' in the bundle; there are: /m.txt");
    }

    @Test
    void leavesNothingBehindWhenItStops() throws Exception {
        install("a", HEADER).start();
        tagger("label-en");
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

    private Bundle install(String name, String header, String... more) throws Exception {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        attributes.putValue(ModelHeader.NAME, header);
        for (int i = 0; i < more.length; i += 2) {
            attributes.putValue(more[i], more[i + 1]);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new JarEntry("m.txt"));
            jar.write("happy".getBytes(StandardCharsets.US_ASCII));
            jar.putNextEntry(new JarEntry("README"));
            jar.write("a model".getBytes(StandardCharsets.US_ASCII));
        }
        return context.installBundle("test:" + name, new ByteArrayInputStream(bytes.toByteArray()));
    }
}
