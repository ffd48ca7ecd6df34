package io.bouquet.deploy.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bouquet.deploy.Leak;
import io.bouquet.deploy.leaks.leaky.Clean;
import io.bouquet.deploy.leaks.leaky.Contexted;
import io.bouquet.deploy.leaks.leaky.IdleExecutor;
import io.bouquet.deploy.leaks.leaky.RegisteredMBean;
import io.bouquet.deploy.leaks.leaky.RunningThread;
import io.bouquet.deploy.leaks.leaky.ShutdownHook;
import io.bouquet.deploy.leaks.leaky.StaticField;
import io.bouquet.deploy.leaks.leaky.ThreadLocalValue;
import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.spi.Tagger;
import io.bouquet.web.Straggler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.management.ObjectName;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** With a real framework, real bundles and the real collector; only the clock is ours. */
class LeakWatchTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong();
    private Framework framework;
    private LeakWatch watch;

    @BeforeEach
    void start() throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString(), "felix.log.level", "0"));
        framework.start();
        watch = new LeakWatch(framework.getBundleContext(), LIMIT, new HolderSearch(folder), clock::get, System::gc);
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        watch.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void seesThatACleanBundleIsCollected() throws Exception {
        long id = startAndUninstall(Clean.class);

        assertThat(isCollected(id)).isTrue();
        assertThat(watch.leaks()).isEmpty();
        assertThat(new LeaksHealthCheck(watch).execute().isOk()).isTrue();
    }

    @Test
    void seesThatWhatABundleWasBeforeItsUpdateIsCollected() throws Exception {
        Bundle bundle = install(Clean.class, "1.0.0");
        bundle.start();
        bundle.update(jar(Clean.class, "1.1.0"));

        assertThat(isCollected(bundle.getBundleId())).isTrue();
        assertThat(bundle.getVersion()).hasToString("1.1.0");
    }

    @Test
    void leavesABundleAloneThatOnlyStops() throws Exception {
        Bundle bundle = install(Clean.class, "1.0.0");
        bundle.start();
        bundle.stop();
        pass(Duration.ofMinutes(5));

        assertThat(watch.collected(bundle.getBundleId()).toCompletableFuture()).isCompletedWithValue(true);
        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void namesAThreadAsSoonAsItIsSeenToOutliveItsBundle() throws Exception {
        long id = startAndUninstall(RunningThread.class);
        clock.addAndGet(Duration.ofSeconds(4).toNanos());
        watch.tick();

        assertThat(watch.leaks()).singleElement().satisfies(leak -> {
            assertThat(leak.bundle()).isEqualTo("com.example.leaky");
            assertThat(leak.version()).isEqualTo("1.0.0");
            assertThat(leak.holders())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "thread 'ticker-1' still runs: io.bouquet.deploy.leaks.leaky.RunningThread.waitForever(");
        });
        Result health = new LeaksHealthCheck(watch).execute();
        assertThat(health.getStatus()).as("what serves, serves").isEqualTo(Result.Status.WARN);
        assertThat(health.toString()).contains("com.example.leaky 1.0.0", "thread 'ticker-1' still runs");
        interrupt("ticker-1");
        assertThat(isCollected(id)).isTrue();
        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void namesRequestsThatRunOnAtOnce() throws Exception {
        StubTraffic traffic = new StubTraffic();
        watch.traffic = traffic;
        Instant stopped = Instant.parse("2026-11-26T12:00:00Z");
        long id = startAndUninstall(Clean.class);
        traffic.running.add(new Straggler(id, "com.example.leaky 1.0.0", "/api/slow", "qtp-7", stopped));
        traffic.running.add(new Straggler(99, "com.example.stopped 2.0.0", "/api/late", "", stopped));

        assertThat(watch.leaks())
                .extracting(leak -> leak.bundle() + " " + leak.version() + ": " + leak.holders())
                .containsExactlyInAnyOrder(
                        "com.example.leaky 1.0.0: [the request /api/slow runs on since 2026-11-26T12:00:00Z, on the"
                                + " thread qtp-7, although it was interrupted]",
                        "com.example.stopped 2.0.0: [the request /api/late runs on since 2026-11-26T12:00:00Z, although"
                                + " it was interrupted]");
        assertThat(new LeaksHealthCheck(watch).execute().toString()).contains("/api/slow", "/api/late");
        traffic.running.clear();
        assertThat(watch.leaks()).isEmpty();
    }

    @Test
    void namesTheThreadOfAnExecutorThatHasNothingToDo() throws Exception {
        long id = startAndUninstall(IdleExecutor.class);
        clock.addAndGet(Duration.ofSeconds(4).toNanos());
        watch.tick();

        assertThat(holders()).singleElement().asString().startsWith("thread 'idle-1', which it started, still runs: ");
        assertThat(isCollected(id)).as("it holds no class").isTrue();
        assertThat(holders()).as("but runs on").singleElement().asString().startsWith("thread 'idle-1'");
        ((ExecutorService) System.getProperties().remove("leaky")).shutdown();
        assertThat(isCollectedAfterAll()).isTrue();
    }

    @Test
    void namesAThreadLocal() throws Exception {
        assertThat(leakOf(ThreadLocalValue.class))
                .singleElement()
                .asString()
                .startsWith("thread-local of thread '" + Thread.currentThread().getName() + "': java.util.");
    }

    @Test
    void namesAnMBean() throws Exception {
        assertThat(leakOf(RegisteredMBean.class))
                .containsExactly("MBean leaky:type=RegisteredMBean, of this version or of the next");
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName("leaky:type=RegisteredMBean"));
        assertThat(isCollectedAfterAll()).isTrue();
    }

    @Test
    void namesAShutdownHook() throws Exception {
        assertThat(leakOf(ShutdownHook.class)).containsExactly("shutdown hook 'goodbye'");
    }

    @Test
    void namesAThreadWhoseContextItIs() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            assertThat(leakOf(Contexted.class))
                    .containsExactly(
                            "thread '" + Thread.currentThread().getName() + "' has it as its context class loader");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void namesABundleThatIsStillWired() throws Exception {
        Bundle library = install(Clean.class, "1.0.0", Constants.EXPORT_PACKAGE, Clean.class.getPackageName());
        Bundle user = framework
                .getBundleContext()
                .installBundle(
                        "user",
                        jar(
                                RunningThread.class,
                                "2.0.0",
                                Constants.BUNDLE_SYMBOLICNAME,
                                "com.example.user",
                                Constants.BUNDLE_ACTIVATOR,
                                Clean.class.getName(),
                                Constants.IMPORT_PACKAGE,
                                Clean.class.getPackageName() + ",org.osgi.framework"));
        user.start();
        library.uninstall();
        pass(Duration.ofSeconds(90));

        assertThat(holders())
                .containsExactly("bundle com.example.user 2.0.0 is still wired to it (bundle:refresh lets it go)");
    }

    @Test
    void findsThePathThatHoldsALeak() throws Exception {
        try {
            assertThat(leakOf(StaticField.class))
                    .as("no place to look at but the heap")
                    .isEmpty();
            Leak leak = watch.leaks().get(0);

            assertThat(watch.findHolder(leak.id()))
                    .startsWith("static field java.lang.System.props")
                    .contains("io.bouquet.deploy.leaks.leaky.StaticField")
                    .endsWith("class loader of com.example.leaky 1.0.0");
            assertThat(folder.toFile().list()).as("the dump is deleted").containsExactly("cache");
        } finally {
            System.getProperties().remove("leaky");
        }
        assertThat(isCollectedAfterAll()).isTrue();
    }

    @Test
    void refusesToFindALeakThatIsNone() {
        assertThatThrownBy(() -> watch.findHolder(7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no leak 7");
    }

    /** A bundle with a model has no classes: its tagger is what must go. */
    @Test
    void watchesTaggersThatAreRegisteredInTheNameOfABundle() throws Exception {
        Bundle bundle = install(Clean.class, "1.0.0");
        bundle.start();
        Tagger[] tagger = {new NoTagger()};
        Objects.requireNonNull(bundle.getBundleContext()).registerService(Tagger.class, tagger[0], null);
        bundle.uninstall();
        pass(Duration.ofSeconds(90));

        assertThat(holders()).containsExactly("the tagger " + NoTagger.class.getName() + " is still held");
        assertThat(tagger[0]).isNotNull();
        tagger[0] = null;
        assertThat(isCollectedAfterAll()).isTrue();
    }

    @Test
    void asksForFewCollectionsAndAccusesNobodyWithoutThem() throws Exception {
        AtomicLong collections = new AtomicLong();
        watch.close();
        watch = new LeakWatch(
                framework.getBundleContext(),
                LIMIT,
                new HolderSearch(folder),
                clock::get,
                collections::incrementAndGet);
        for (int i = 0; i < 10; i++) {
            startAndUninstall(Clean.class);
            pass(Duration.ofSeconds(1));
        }
        pass(Duration.ofMinutes(10));

        assertThat(watch.leaks()).isEmpty();
        assertThat(collections.get()).isBetween(20L, 21L);
    }

    private static final class NoTagger implements Tagger {
        @Override
        public Layers tag(AnnotatedText text) {
            return Layers.none();
        }
    }

    /** What holds a bundle long after it is gone. */
    private List<String> leakOf(Class<?> activator) throws Exception {
        long id = startAndUninstall(activator);
        pass(Duration.ofSeconds(90));
        assertThat(watch.leaks()).hasSize(1);
        assertThat(watch.collected(id).toCompletableFuture()).isCompletedWithValue(false);
        return holders();
    }

    private List<String> holders() {
        return watch.leaks().get(0).holders();
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            watch.tick();
        }
    }

    private @Nullable Boolean isCollected(long bundle) {
        await().until(() -> {
            System.gc();
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            watch.tick();
            return watch.collected(bundle).toCompletableFuture().isDone();
        });
        return watch.collected(bundle).toCompletableFuture().getNow(null);
    }

    private boolean isCollectedAfterAll() {
        await().until(() -> {
            System.gc();
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            watch.tick();
            return watch.leaks().isEmpty();
        });
        return true;
    }

    private static void interrupt(String thread) {
        Thread.getAllStackTraces().keySet().stream()
                .filter(one -> one.getName().equals(thread))
                .forEach(Thread::interrupt);
    }

    private long startAndUninstall(Class<?> activator) throws BundleException, IOException {
        Bundle bundle = install(activator, "1.0.0");
        bundle.start();
        bundle.uninstall();
        return bundle.getBundleId();
    }

    private Bundle install(Class<?> activator, String version, String... headers) throws BundleException, IOException {
        return framework.getBundleContext().installBundle("leaky", jar(activator, version, headers));
    }

    /** @param headers name and value in turn */
    static InputStream jar(Class<?> activator, String version, String... headers) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, "com.example.leaky");
        attributes.putValue(Constants.BUNDLE_VERSION, version);
        attributes.putValue(Constants.BUNDLE_ACTIVATOR, activator.getName());
        attributes.putValue(Constants.IMPORT_PACKAGE, "org.osgi.framework,javax.management;resolution:=optional");
        for (int i = 0; i < headers.length; i += 2) {
            attributes.putValue(headers[i], headers[i + 1]);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            String entry = activator.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new ZipEntry(entry));
            try (InputStream content =
                    Objects.requireNonNull(activator.getClassLoader().getResourceAsStream(entry))) {
                content.transferTo(jar);
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
