package io.bouquet.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Deque;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.slf4j.LoggerFactory;

/**
 * An OSGi framework in which all bundles have the class path of the test. The platform's components run in it as they are,
 * and register and find services as in production.
 */
final class Container implements AutoCloseable {
    private static final long STOP_MILLIS = 20_000;

    private final Path folder;
    private final Framework framework;
    /** Last in, first out. */
    private final Deque<Runnable> onClose = new ConcurrentLinkedDeque<>();

    static {
        quiet();
    }

    /** Lets libraries log only what a test must know; the project's own settings have precedence. */
    static void quiet() {
        setIfMissing("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        setIfMissing("org.jboss.logging.provider", "slf4j");
        // before several threads begin to log
        LoggerFactory.getILoggerFactory();
    }

    static void setIfMissing(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    Container() {
        try {
            folder = Files.createTempDirectory("bouquet-testkit");
            Map<String, String> settings = new HashMap<>();
            settings.put(Constants.FRAMEWORK_STORAGE, folder.toString());
            settings.put("felix.cache.locking", "false");
            settings.put("felix.log.level", "1");
            // every class comes from the class path; the packages of the JDK need not be found out
            settings.put(Constants.FRAMEWORK_BOOTDELEGATION, "*");
            settings.put(Constants.FRAMEWORK_BUNDLE_PARENT, Constants.FRAMEWORK_BUNDLE_PARENT_FRAMEWORK);
            settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES, "org.osgi.framework;version=1.10");
            // what bundles with models require
            settings.put(
                    Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                    "osgi.extender;osgi.extender=\"bouquet.model\";version:Version=1.0");
            framework = new FrameworkFactory().newFramework(settings);
            framework.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BundleException e) {
            throw new IllegalStateException("the OSGi framework of the test does not start: " + e.getMessage(), e);
        }
    }

    /**
     * Installs and starts a bundle that is made here.
     *
     * @param headers of its manifest
     * @param files   contents by path
     */
    Bundle install(String symbolicName, Map<String, String> headers, Map<String, byte[]> files) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        main.putValue(Constants.BUNDLE_SYMBOLICNAME, symbolicName);
        headers.forEach(main::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return install("testkit:" + symbolicName, new ByteArrayInputStream(bytes.toByteArray()));
    }

    Bundle install(String location, InputStream jar) {
        try {
            Bundle bundle = context().installBundle(location, jar);
            bundle.start();
            return bundle;
        } catch (BundleException e) {
            throw new IllegalStateException(location + " does not start: " + e.getMessage(), e);
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Creates a component of the platform, and registers it if it provides services. */
    <T> T start(Class<T> type, Object... services) {
        T component = create(type, services);
        register(context(), component, ComponentProperties.of(type));
        return component;
    }

    /** Creates a component of the platform, which is deactivated at the end. */
    <T> T create(Class<T> type, Object... services) {
        Object[] all = new Object[services.length + 1];
        System.arraycopy(services, 0, all, 0, services.length);
        all[services.length] = context();
        T component = Components.create(type, all);
        onClose.push(() -> Components.deactivate(component));
        return component;
    }

    /** Registers a component as the services that it declares, on behalf of a bundle. */
    static void register(BundleContext bundle, Object component, Map<String, Object> properties) {
        String[] names = ComponentProperties.services(component.getClass()).toArray(String[]::new);
        if (names.length > 0) {
            bundle.registerService(names, component, new Hashtable<>(properties));
        }
    }

    <S> S service(Class<S> type) {
        ServiceReference<S> reference = context().getServiceReference(type);
        S service = reference == null ? null : context().getService(reference);
        if (service == null) {
            throw new IllegalStateException("there is no " + type.getName());
        }
        return service;
    }

    void onClose(Runnable action) {
        onClose.push(action);
    }

    @Override
    public void close() {
        while (!onClose.isEmpty()) {
            onClose.pop().run();
        }
        try {
            framework.stop();
            framework.waitForStop(STOP_MILLIS);
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        delete(folder);
    }

    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e) throws IOException {
                    Files.delete(left);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
