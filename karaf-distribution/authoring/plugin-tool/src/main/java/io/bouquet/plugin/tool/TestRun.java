package io.bouquet.plugin.tool;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests of a plugin in a process of their own, with the plugin's JUnit, and prints their results for {@link Tests}. */
public final class TestRun {
    static final String PASSED = "bouquet-test passed";
    static final String FAILED = "bouquet-test failed ";
    static final String LINE = "bouquet-test line ";
    static final String END = "bouquet-test end";

    private TestRun() {}

    /** Takes the names of the test classes. */
    public static void main(String[] classes) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<? extends DiscoverySelector> selectors =
                Stream.of(classes).map(DiscoverySelectors::selectClass).toList();
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
        LauncherFactory.create().execute(request, new Printer(out));
        out.println(END);
        // threads that a test has left must not keep the process
        System.exit(0);
    }

    private record Printer(PrintStream out) implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                if (test.isTest()) {
                    out.println(PASSED);
                }
                return;
            }
            if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
                return;
            }
            out.println(FAILED + place(test) + test.getDisplayName());
            result.getThrowable().ifPresent(failure -> {
                String.valueOf(failure.getMessage()).lines().limit(8).forEach(line -> out.println(LINE + line));
                line(test, failure).ifPresent(line -> out.println(LINE + "at " + line));
            });
        }

        private static String place(TestIdentifier test) {
            return test.isTest()
                    ? typeOf(test)
                            .map(type -> type.replaceFirst(".*\\.", "") + ".")
                            .orElse("")
                    : "";
        }

        private static Optional<String> typeOf(TestIdentifier test) {
            return test.getSource()
                    .flatMap(source -> source instanceof MethodSource method
                            ? Optional.of(method.getClassName())
                            : source instanceof ClassSource type ? Optional.of(type.getClassName()) : Optional.empty());
        }

        /** Returns the line of the test that failed. */
        private static Optional<String> line(TestIdentifier test, Throwable failure) {
            return Stream.of(failure.getStackTrace())
                    .filter(frame ->
                            typeOf(test).filter(frame.getClassName()::equals).isPresent())
                    .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                    .findFirst();
        }
    }
}
