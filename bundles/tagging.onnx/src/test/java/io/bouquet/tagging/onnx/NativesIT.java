package io.bouquet.tagging.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** The native libraries of the bundle in a real framework. */
class NativesIT {
    private static final long LIMIT_SECONDS = 60;
    private static final int UPDATES = 4;
    private static final Path JAR = Path.of(System.getProperty("bundle.jar", ""));

    @TempDir
    Path storage;

    private Framework framework;

    @BeforeEach
    void boot() throws Exception {
        String shared = Stream.of(
                        "io.bouquet.tagging;version=1.99",
                        "io.bouquet.tagging.spi;version=1.99",
                        "io.bouquet.tagging.model;version=1.99",
                        "org.slf4j;version=2.0.17")
                .collect(Collectors.joining(","));
        String jackson = Stream.of(
                        "core",
                        "databind",
                        "databind.cfg",
                        "databind.introspect",
                        "databind.json",
                        "databind.type",
                        "databind.util")
                .map(name -> "com.fasterxml.jackson." + name + ";version=2.20.1")
                .collect(Collectors.joining(","));
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        shared + "," + jackson,
                        Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                        "osgi.extender;osgi.extender=osgi.component;version:Version=1.5"));
        framework.start();
    }

    @AfterEach
    void halt() throws Exception {
        framework.stop();
        framework.waitForStop(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    }

    @Test
    void loadsThemAgainAfterEachUpdateAndRefreshWhileOlderOnesAreInUse() throws Exception {
        Set<String> before = temporaryCopies();
        Bundle bundle;
        try (InputStream in = Files.newInputStream(JAR)) {
            bundle = framework.getBundleContext().installBundle("test:onnx", in);
        }
        bundle.start();
        List<Tagger> encoders = new ArrayList<>();
        encoders.add(encoder(bundle));
        Layers expected = encoders.get(0).tag(Samples.text("Good film. Bad film."));
        assertThat(expected.get(Layers.EMBEDDINGS)).hasSize(3);
        for (int i = 0; i < UPDATES; i++) {
            try (InputStream in = Files.newInputStream(JAR)) {
                bundle.update(in);
            }
            if (i % 2 == 1) {
                refresh(bundle);
            }
            encoders.add(encoder(bundle));
            for (Tagger encoder : encoders) {
                assertThat(encoder.tag(Samples.text("Good film. Bad film."))).isEqualTo(expected);
            }
        }
        assertThat(encoders.stream().map(Object::getClass).distinct()).hasSize(UPDATES + 1);
        for (Tagger encoder : encoders) {
            ((AutoCloseable) encoder).close();
        }
        assertThat(temporaryCopies()).isEqualTo(before);
        assertThat(Path.of(System.getProperty("user.home"), ".djl.ai")).doesNotExist();
    }

    private void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> done.countDown());
        assertThat(done.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** Returns an encoder of the bundle's classes. */
    private static Tagger encoder(Bundle bundle) throws Exception {
        Class<?> file = bundle.loadClass(OpenFile.class.getName());
        Class<?> pooling = bundle.loadClass(Pooling.class.getName());
        return (Tagger) bundle.loadClass(Encoder.class.getName())
                .getConstructor(String.class, file, file, pooling, int.class)
                .newInstance(
                        "tiny",
                        file(file, Samples.ENCODER),
                        file(file, Samples.TOKENIZER),
                        pooling.getField("MEAN").get(null),
                        64);
    }

    private static Object file(Class<?> type, OpenFile file) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> file.open());
    }

    /** The libraries that have been copied to folders for temporary files. */
    private static Set<String> temporaryCopies() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Set<String> copies = new TreeSet<>();
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(temporary, "{onnxruntime-java,bouquet-tokenizers}*")) {
            for (Path folder : folders) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.map(Path::toString).forEach(copies::add);
                }
            }
        }
        return copies;
    }
}
