package io.bouquet.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Something that a test registers with {@code @RegisterExtension}: in a static field it is there for all tests of the class,
 * in another field for one test. Outside of JUnit, close it.
 */
abstract class TestExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {
    private boolean isOfClass;

    /** Starts if it has not started. */
    abstract void start();

    abstract boolean isStarted();

    @Override
    public final void beforeAll(ExtensionContext context) {
        isOfClass = true;
        start();
    }

    @Override
    public final void beforeEach(ExtensionContext context) {
        start();
    }

    @Override
    public final void afterEach(ExtensionContext context) {
        if (!isOfClass) {
            close();
        }
    }

    @Override
    public final void afterAll(ExtensionContext context) {
        close();
    }

    /** Stops; does nothing if it has not started. */
    @Override
    public abstract void close();
}
