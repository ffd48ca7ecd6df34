package io.bouquet.web.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Loads classes of an archive that is not installed, to look at them: nobody initializes them, so none of their code runs.
 * Classes of other bundles are those that the running version has, or else those of any bundle that exports them.
 */
final class ArchiveClasses extends ClassLoader implements AutoCloseable {
    private static final Pattern COMPONENT = Pattern.compile("<implementation\\s+class=\"([^\"]+)\"");

    private final ZipFile archive;
    private final Bundle running;
    private final Map<String, Optional<Bundle>> exporters = new ConcurrentHashMap<>();

    ArchiveClasses(Path archive, Bundle running) throws IOException {
        super(ClassLoader.getPlatformClassLoader());
        this.archive = new ZipFile(archive.toFile());
        this.running = running;
    }

    /** Returns the names of the classes of all components. */
    Set<String> components() throws IOException {
        Set<String> names = new TreeSet<>();
        for (ZipEntry entry : archive.stream().map(ZipEntry.class::cast).toList()) {
            if (entry.getName().startsWith("OSGI-INF/") && entry.getName().endsWith(".xml")) {
                try (InputStream in = archive.getInputStream(entry)) {
                    Matcher component = COMPONENT.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    while (component.find()) {
                        names.add(component.group(1));
                    }
                }
            }
        }
        return names;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            ZipEntry entry = archive.getEntry(name.replace('.', '/') + ".class");
            return entry == null ? ofOthers(name) : define(name, entry);
        }
    }

    private Class<?> define(String name, ZipEntry entry) throws ClassNotFoundException {
        try (InputStream in = archive.getInputStream(entry)) {
            byte[] file = in.readAllBytes();
            return defineClass(name, file, 0, file.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private Class<?> ofOthers(String name) throws ClassNotFoundException {
        try {
            return running.loadClass(name);
        } catch (ClassNotFoundException notImported) {
            int dot = name.lastIndexOf('.');
            Optional<Bundle> exporter =
                    exporters.computeIfAbsent(dot < 0 ? "" : name.substring(0, dot), this::exporter);
            return exporter.isPresent() ? exporter.get().loadClass(name) : super.loadClass(name, false);
        }
    }

    private Optional<Bundle> exporter(String name) {
        for (Bundle bundle : running.getBundleContext().getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring != null) {
                for (BundleCapability one : wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
                    if (name.equals(one.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))) {
                        return Optional.of(bundle);
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        ZipEntry entry = archive.getEntry(name);
        try {
            return entry == null ? null : archive.getInputStream(entry);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
