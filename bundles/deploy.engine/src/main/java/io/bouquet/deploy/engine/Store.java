package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change.Kind;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
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
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the intended state of the plugins on disk. Each plugin has a folder with {@code plugin.properties}, its
 * archives by version, and, during a change, {@code pending.properties}. Renaming the new {@code plugin.properties}
 * into place commits a change. After a crash, a change is undone if it was not committed, and finished if it was.
 */
final class Store {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final String PLUGIN = "plugin.properties";
    private static final String PENDING = "pending.properties";
    private static final String INCOMING = ".incoming";

    /**
     * The intended state of a plugin.
     *
     * @param build    build that serves
     * @param previous builds that served before, the latest first
     * @param file     name of the file in the deploy folder that the plugin follows; empty if it follows none
     * @param settings PIDs and files of the settings that its archive brought; they are deleted with the plugin
     * @param allowed  permissions that an operator gave the plugin
     */
    record Installed(
            String name,
            Format format,
            Build build,
            Optional<Build> standby,
            List<Build> previous,
            String origin,
            Instant since,
            Optional<String> file,
            List<String> settings,
            Set<String> allowed) {
        Installed {
            allowed = Set.copyOf(allowed);
            previous = List.copyOf(previous);
            settings = List.copyOf(settings);
        }

        String version() {
            return build.version();
        }

        Installed following(String other) {
            return new Installed(
                    name, format, build, standby, previous, origin, since, Optional.of(other), settings, allowed);
        }

        Installed withoutStandby() {
            return new Installed(
                    name, format, build, Optional.empty(), previous, origin, since, file, settings, allowed);
        }
    }

    /**
     * One archive of a version. A version has several builds if it was replaced by another archive of the same version.
     *
     * @param number 0 for the first build of the version
     */
    record Build(String version, int number) {
        static Build of(String written) {
            int mark = written.lastIndexOf('~');
            return mark < 0
                    ? new Build(written, 0)
                    : new Build(written.substring(0, mark), Integer.parseInt(written.substring(mark + 1)));
        }

        /** Returns the name of its folder. */
        @Override
        public String toString() {
            return number == 0 ? version : version + "~" + number;
        }
    }

    /**
     * A change that was started.
     *
     * @param before   build before the change; empty if the plugin was not installed
     * @param after    build after the change; empty for a removal
     * @param settings names of the settings to delete if the plugin is not installed in the end
     * @param purge    symbolic names of the bundles whose data will be dropped
     */
    record Pending(
            String id,
            Kind kind,
            String plugin,
            Format format,
            String account,
            String origin,
            Optional<Build> before,
            Optional<Build> after,
            boolean sideBySide,
            Instant began,
            List<String> settings,
            List<String> purge) {
        String from() {
            return before.map(Build::version).orElse("");
        }

        String to() {
            return after.map(Build::version).orElse("");
        }
    }

    private final Path folder;
    /** Why the stored state of a plugin could not be read, by the name of its folder. */
    private final Map<String, String> unreadable = new TreeMap<>();

    private volatile SortedMap<String, Installed> installed;
    /** Archives that were read since the start, by file. */
    private final Map<Path, Archive> archives = new ConcurrentHashMap<>();

    /** Reads the stored state, and deletes unfinished copies. */
    Store(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            delete(folder.resolve(INCOMING));
            SortedMap<String, Installed> read = new TreeMap<>();
            for (Path plugin : folders()) {
                Path file = plugin.resolve(PLUGIN);
                if (Files.exists(file)) {
                    try {
                        Installed one = installed(read(file));
                        read.put(one.name(), one);
                    } catch (RuntimeException e) {
                        LOG.error("{} cannot be read, and its plugin is not restored: {}", file, Words.of(e));
                        unreadable.put(String.valueOf(plugin.getFileName()), file + " cannot be read: " + Words.of(e));
                    }
                }
            }
            installed = read;
        } catch (IOException e) {
            throw new UncheckedIOException("the plugins in " + folder + " cannot be read", e);
        }
    }

    Map<String, String> unreadable() {
        return unreadable;
    }

    SortedMap<String, Installed> installed() {
        return installed;
    }

    /** Returns the version that serves; the empty string if the plugin is not installed. */
    String serves(String name) {
        return installed(name).map(Installed::version).orElse("");
    }

    Optional<Installed> installed(String name) {
        return Optional.ofNullable(installed.get(name));
    }

    List<Pending> pending() throws IOException {
        List<Pending> pending = new ArrayList<>();
        for (Path plugin : folders()) {
            Path file = plugin.resolve(PENDING);
            if (Files.exists(file)) {
                try {
                    pending.add(pending(read(file)));
                } catch (RuntimeException e) {
                    LOG.error("{} cannot be read; the change that it tells of is not concluded: {}", file, Words.of(e));
                }
            }
        }
        return pending;
    }

    /** Copies an archive into the store. {@link #keep} makes it permanent. */
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

    /** Moves a staged archive to the place of a build. */
    Archive keep(Archive staged, Build build) throws IOException {
        Path file = file(staged.name(), build, staged.format());
        Path its = Files.createDirectories(file.getParent());
        Files.move(staged.file(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(its);
        sync(folder.resolve(staged.name()));
        Archive kept = staged.at(file);
        archives.put(file, kept);
        return kept;
    }

    Path file(String name, Build build, Format format) {
        return folder.resolve(name)
                .resolve(build.toString())
                .resolve("plugin." + format.name().toLowerCase(Locale.ROOT));
    }

    boolean has(String name, Build build, Format format) {
        return Files.exists(file(name, build, format));
    }

    /**
     * Returns the archive of a build. It is read once after each start, without checking it again.
     *
     * @throws RefusedException if it cannot be read
     */
    Archive archive(String name, Build build, Format format) {
        Path file = file(name, build, format);
        return archives.computeIfAbsent(
                file, path -> Archive.known(path, name + " " + build.version() + " in the store"));
    }

    Archive archive(Installed plugin) {
        return archive(plugin.name(), plugin.build(), plugin.format());
    }

    long bytes(String name, Build build, Format format) {
        try {
            return Files.size(file(name, build, format));
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns a new build of a version, different from those in the store. */
    Build next(String name, String version) {
        int number = 0;
        while (Files.exists(folder.resolve(name).resolve(new Build(version, number).toString()))) {
            number++;
        }
        return new Build(version, number);
    }

    synchronized void begin(Pending pending) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("id", pending.id());
        properties.setProperty("kind", pending.kind().name());
        properties.setProperty("plugin", pending.plugin());
        properties.setProperty("format", pending.format().name());
        properties.setProperty("account", pending.account());
        properties.setProperty("origin", pending.origin());
        properties.setProperty("from", written(pending.before()));
        properties.setProperty("to", written(pending.after()));
        properties.setProperty("sideBySide", Boolean.toString(pending.sideBySide()));
        properties.setProperty("began", pending.began().toString());
        properties.setProperty("settings", String.join(",", pending.settings()));
        properties.setProperty("purge", String.join(",", pending.purge()));
        write(pending.plugin(), PENDING, properties);
    }

    /** Commits an installation, upgrade or rollback. It cannot be undone afterwards. */
    synchronized void commit(Installed plugin) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("name", plugin.name());
        properties.setProperty("format", plugin.format().name());
        properties.setProperty("version", plugin.build().toString());
        properties.setProperty("standby", written(plugin.standby()));
        properties.setProperty(
                "previous", plugin.previous().stream().map(Build::toString).collect(Collectors.joining(",")));
        properties.setProperty("file", plugin.file().orElse(""));
        properties.setProperty("settings", String.join(",", plugin.settings()));
        properties.setProperty("allowed", String.join(",", plugin.allowed()));
        properties.setProperty("origin", plugin.origin());
        properties.setProperty("since", plugin.since().toString());
        write(plugin.name(), PLUGIN, properties);
        TreeMap<String, Installed> changed = new TreeMap<>(installed);
        changed.put(plugin.name(), plugin);
        installed = changed;
    }

    /** Commits a removal. It cannot be undone afterwards. */
    synchronized void forget(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name).resolve(PLUGIN));
        sync(folder.resolve(name));
        TreeMap<String, Installed> changed = new TreeMap<>(installed);
        changed.remove(name);
        installed = changed;
    }

    synchronized void end(String plugin) throws IOException {
        Files.deleteIfExists(folder.resolve(plugin).resolve(PENDING));
        prune(plugin);
    }

    /** Deletes the archives that no rollback needs. */
    private void prune(String name) throws IOException {
        Installed plugin = installed.get(name);
        Path its = folder.resolve(name);
        if (plugin == null) {
            delete(its);
            archives.keySet().removeIf(file -> file.startsWith(its));
            return;
        }
        Set<String> needed = new HashSet<>();
        plugin.previous().forEach(build -> needed.add(build.toString()));
        needed.add(plugin.build().toString());
        plugin.standby().ifPresent(build -> needed.add(build.toString()));
        List<Path> versions;
        try (Stream<Path> children = Files.list(its)) {
            versions = children.filter(Files::isDirectory).toList();
        }
        for (Path version : versions) {
            if (!needed.contains(String.valueOf(version.getFileName()))) {
                delete(version);
                archives.keySet().removeIf(file -> file.startsWith(version));
            }
        }
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).toList();
        }
    }

    private static Installed installed(Properties properties) {
        return new Installed(
                properties.getProperty("name"),
                Format.valueOf(properties.getProperty("format")),
                Build.of(properties.getProperty("version")),
                build(properties.getProperty("standby", "")),
                list(properties.getProperty("previous", "")).stream()
                        .map(Build::of)
                        .toList(),
                properties.getProperty("origin", ""),
                Instant.parse(properties.getProperty("since")),
                Optional.of(properties.getProperty("file", "")).filter(file -> !file.isEmpty()),
                list(properties.getProperty("settings", "")),
                Set.copyOf(list(properties.getProperty("allowed", ""))));
    }

    private static List<String> list(String written) {
        return written.isEmpty() ? List.of() : List.of(written.split(","));
    }

    private static String written(Optional<Build> build) {
        return build.map(Build::toString).orElse("");
    }

    private static Optional<Build> build(String written) {
        return written.isEmpty() ? Optional.empty() : Optional.of(Build.of(written));
    }

    private static Pending pending(Properties properties) {
        return new Pending(
                properties.getProperty("id"),
                Kind.valueOf(properties.getProperty("kind")),
                properties.getProperty("plugin"),
                Format.valueOf(properties.getProperty("format")),
                properties.getProperty("account"),
                properties.getProperty("origin"),
                build(properties.getProperty("from")),
                build(properties.getProperty("to")),
                Boolean.parseBoolean(properties.getProperty("sideBySide")),
                Instant.parse(properties.getProperty("began")),
                list(properties.getProperty("settings", "")),
                list(properties.getProperty("purge", "")));
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

    /** Forces the content of a file, or the names in a folder, to the disk. */
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
            // already deleted
            return;
        }
    }
}
