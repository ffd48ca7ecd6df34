package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.environment;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.propagateSystemProperties;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.inject.Inject;
import net.bytebuddy.ByteBuddy;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.junit.Before;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Runs inside the distribution, which boots once for each such class. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class PlatformTest {
    static final String PASSWORD = "correct horse battery";

    private static final String HTTP_PORT = "BOUQUET_HTTP_PORT";
    private static final Option[] DISTRIBUTION = inContainer() ? options() : distribution();

    private static boolean late;

    @Inject
    protected BundleContext context;

    @Configuration
    public Option[] configuration() {
        return DISTRIBUTION;
    }

    @Before
    public void waitUntilThePlatformIsReady() {
        assertThat(late).as("a test before has waited for the platform in vain").isFalse();
        late = true;
        await().atMost(Duration.ofSeconds(60)).until(() -> nobody().isReady());
        late = false;
    }

    final Client nobody() {
        return Client.nobody(Integer.parseInt(System.getenv(HTTP_PORT)));
    }

    final Client admin() {
        return nobody().as("admin", PASSWORD);
    }

    final <T> T service(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return context.getService(reference);
    }

    /** Runs a shell command as an administrator and returns what it printed, without colours. */
    final String shell(String command) {
        return Shell.run(context, command);
    }

    static Path karafBase() {
        return Path.of(System.getProperty("karaf.base"));
    }

    private static boolean inContainer() {
        return System.getProperty("karaf.base") != null;
    }

    private static Option[] distribution() {
        String karaf = System.getProperty("bouquet.karaf.version");
        return options(
                karafDistributionConfiguration()
                        .frameworkUrl(new File(System.getProperty("bouquet.distribution"))
                                .toURI()
                                .toString())
                        .karafVersion(karaf)
                        .name("Bouquet")
                        .unpackDirectory(new File(System.getProperty("bouquet.target"), "exam"))
                        .useDeployFolder(false),
                keepRuntimeFolder(),
                configureConsole().ignoreLocalConsole(),
                doNotModifyLogConfiguration(),
                environment(HTTP_PORT + "=" + Ports.free()),
                environment("BOUQUET_SSH_PORT=" + Ports.free()),
                environment("BOUQUET_ADMIN_PASSWORD=" + PASSWORD),
                propagateSystemProperties("bouquet.bundles", "bouquet.samples", "bouquet.benchmarks", "bouquet.target"),
                editConfigurationFilePut(
                        "etc/org.ops4j.pax.url.mvn.cfg",
                        "org.ops4j.pax.url.mvn.localRepository",
                        System.getProperty("bouquet.repository")),
                bundleOf(Assertions.class),
                bundleOf(ByteBuddy.class),
                bundleOf(Awaitility.class),
                bundleOf(Matcher.class),
                vmOptions(shippedJvmOptions()),
                karafOnJava9AndLater(karaf),
                systemTimeout(180_000));
    }

    /** From the class path of the test, so that the build has resolved it. */
    private static Option bundleOf(Class<?> type) {
        return bundle(type.getProtectionDomain().getCodeSource().getLocation().toString());
    }

    /** The options of {@code bin/setenv}, which Pax Exam does not run. */
    private static String[] shippedJvmOptions() {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", ". ./setenv && echo $EXTRA_JAVA_OPTS")
                .directory(new File(System.getProperty("bouquet.distribution"))
                        .toPath()
                        .resolveSibling("assembly/bin")
                        .toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        shell.environment().keySet().removeIf(name -> name.startsWith("BOUQUET_"));
        try {
            String options = new String(shell.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(options).contains("-Xmx", "-XX:+ExitOnOutOfMemoryError");
            return options.split(" +");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code bin/bouquet} has them: Pax Exam starts the JVM by itself. */
    private static Option karafOnJava9AndLater(String karaf) {
        return composite(
                vmOption("--add-opens=java.base/java.security=ALL-UNNAMED"),
                vmOption("--add-opens=java.base/java.net=ALL-UNNAMED"),
                vmOption("--add-opens=java.base/java.lang=ALL-UNNAMED"),
                vmOption("--add-opens=java.base/java.util=ALL-UNNAMED"),
                vmOption("--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED"),
                vmOption("--add-opens=java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED"),
                vmOption("--add-exports=java.base/sun.net.www.protocol.file=ALL-UNNAMED"),
                vmOption("--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED"),
                vmOption("--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED"),
                vmOption("--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED"),
                vmOption("--add-exports=java.base/sun.net.www.content.text=ALL-UNNAMED"),
                vmOption("-classpath"),
                vmOption(String.join(
                        File.pathSeparator,
                        "lib/jdk9plus/*",
                        "lib/boot/*",
                        "lib/endorsed/org.apache.karaf.specs.locator-" + karaf + ".jar")));
    }
}
