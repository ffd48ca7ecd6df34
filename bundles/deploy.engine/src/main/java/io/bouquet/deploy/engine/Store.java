package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change.Kind;
import io.bouquet.deploy.Plugin.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plugins as they should be, on disk: a folder for each with {@code plugin.properties}, its archives by version,
 * and, while it is being changed, {@code pending.properties}. That {@code plugin.properties} is renamed into place is
 * what makes a change: before that it is undone after a crash, from then on it is finished.
 */
final class Store {
    private static final String PLUGIN = "plugin.properties";
    private static final String PENDING = "pending.properties";
    private static final String INCOMING = ".incoming";

    /**
     * A plugin as it should be.
     *
     * @param previous versions that were current before, the latest first
     */
    record Installed(
            String name,
            Format format,
            String version,
            Optional<String> standby,
            List<String> previous,
            String origin,
            Instant since) {
        Installed {
            previous = List.copyOf(previous);
        }

        Installed withoutStandby() {
            return new Installed(name, format, version, Optional.empty(), previous, origin, since);
        }
    }

    /** A change that was begun. */
    record Pending(
            String id,
            Kind kind,
            String plugin,
            Format format,
            String account,
            String origin,
            String from,
            String to,
            boolean sideBySide,
            Instant began) {}

    private final Path folder;
    private volatile SortedMap<String, Installed> installed;

    /** Reads what is there, and clears what was not copied to its end. */
    Store(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            delete(folder.resolve(INCOMING));
            SortedMap<String, Installed> read = new TreeMap<>();
            for (Path plugin : folders()) {
                Path file = plugin.resolve(PLUGIN);
                if (Files.exists(file)) {
                    Installed one = installed(read(file));
                    read.put(one.name(), one);
                }
            }
            installed = read;
        } catch (IOException e) {
            throw new UncheckedIOException("the plugins in " + folder + " cannot be read", e);
        }
    }

    SortedMap<String, Installed> installed() {
        return installed;
    }

    Optional<Installed> installed(String name) {
        return Optional.ofNullable(installed.get(name));
    }

    List<Pending> pending() throws IOException {
        List<Pending> pending = new ArrayList<>();
        for (Path plugin : folders()) {
            Path file = plugin.resolve(PENDING);
            if (Files.exists(file)) {
                pending.add(pending(read(file)));
            }
        }
        return pending;
    }

    /** Copies an archive in, to be kept by {@link #keep}. */
    Path stage(Path archive) throws IOException {
        Path incoming = Files.createDirectories(folder.resolve(INCOMING));
        Path staged = incoming.resolve(UUID.randomUUID().toString());
        try {
            Files.copy(archive, staged);
            sync(staged);
        } catch (IOException e) {
            Files.deleteIfExists(staged);
            throw e;
        }
        return staged;
    }

    /** Makes what was staged the archive of a version. */
    void keep(Path staged, String name, String version, Format format) throws IOException {
        Path its = Files.createDirectories(folder.resolve(name).resolve(version));
        Files.move(
                staged,
                archive(name, version, format),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        sync(its);
        sync(folder.resolve(name));
    }

    Path archive(String name, String version, Format format) {
        return folder.resolve(name)
                .resolve(version)
                .resolve("plugin." + format.name().toLowerCase(Locale.ROOT));
    }

    void begin(Pending pending) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("id", pending.id());
        properties.setProperty("kind", pending.kind().name());
        properties.setProperty("plugin", pending.plugin());
        properties.setProperty("format", pending.format().name());
        properties.setProperty("account", pending.account());
        properties.setProperty("origin", pending.origin());
        properties.setProperty("from", pending.from());
        properties.setProperty("to", pending.to());
        properties.setProperty("sideBySide", Boolean.toString(pending.sideBySide()));
        properties.setProperty("began", pending.began().toString());
        write(pending.plugin(), PENDING, properties);
    }

    /** The point of no return. */
    void commit(Installed plugin) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("name", plugin.name());
        properties.setProperty("format", plugin.format().name());
        properties.setProperty("version", plugin.version());
        properties.setProperty("standby", plugin.standby().orElse(""));
        properties.setProperty("previous", String.join(",", plugin.previous()));
        properties.setProperty("origin", plugin.origin());
        properties.setProperty("since", plugin.since().toString());
        write(plugin.name(), PLUGIN, properties);
        TreeMap<String, Installed> changed = new TreeMap<>(installed);
        changed.put(plugin.name(), plugin);
        installed = changed;
    }

    /** The point of no return of a removal. */
    void forget(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name).resolve(PLUGIN));
        sync(folder.resolve(name));
        TreeMap<String, Installed> changed = new TreeMap<>(installed);
        changed.remove(name);
        installed = changed;
    }

    void end(String plugin) throws IOException {
        Files.deleteIfExists(folder.resolve(plugin).resolve(PENDING));
        prune(plugin);
    }

    /** Deletes the archives that nothing goes back to. */
    private void prune(String name) throws IOException {
        Installed plugin = installed.get(name);
        Path its = folder.resolve(name);
        if (plugin == null) {
            delete(its);
            return;
        }
        Set<String> needed = new HashSet<>(plugin.previous());
        needed.add(plugin.version());
        plugin.standby().ifPresent(needed::add);
        List<Path> versions;
        try (Stream<Path> children = Files.list(its)) {
            versions = children.filter(Files::isDirectory).toList();
        }
        for (Path version : versions) {
            if (!needed.contains(String.valueOf(version.getFileName()))) {
                delete(version);
            }
        }
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).toList();
        }
    }

    private static Installed installed(Properties properties) {
        String previous = properties.getProperty("previous", "");
        return new Installed(
                properties.getProperty("name"),
                Format.valueOf(properties.getProperty("format")),
                properties.getProperty("version"),
                Optional.of(properties.getProperty("standby", "")).filter(standby -> !standby.isEmpty()),
                previous.isEmpty() ? List.of() : List.of(previous.split(",")),
                properties.getProperty("origin", ""),
                Instant.parse(properties.getProperty("since")));
    }

    private static Pending pending(Properties properties) {
        return new Pending(
                properties.getProperty("id"),
                Kind.valueOf(properties.getProperty("kind")),
                properties.getProperty("plugin"),
                Format.valueOf(properties.getProperty("format")),
                properties.getProperty("account"),
                properties.getProperty("origin"),
                properties.getProperty("from"),
                properties.getProperty("to"),
                Boolean.parseBoolean(properties.getProperty("sideBySide")),
                Instant.parse(properties.getProperty("began")));
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }

    private void write(String plugin, String name, Properties properties) throws IOException {
        Path its = Files.createDirectories(folder.resolve(plugin));
        Path written = its.resolve(name + ".new");
        try (OutputStream out = Files.newOutputStream(written)) {
            properties.store(out, null);
        }
        sync(written);
        Files.move(written, its.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(its);
        sync(folder);
    }

    /** A file's bytes, or a folder's names, as far as the disk. */
    private static void sync(Path path) throws IOException {
        try (FileChannel channel =
                FileChannel.open(path, Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    static void delete(Path tree) throws IOException {
        try {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                    if (e != null) {
                        throw e;
                    }
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException gone) {
            // as wanted
            return;
        }
    }
}
