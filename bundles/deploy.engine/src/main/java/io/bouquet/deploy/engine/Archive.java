package io.bouquet.deploy.engine;

import io.bouquet.common.ByteSize;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * The content of a JAR or KAR, as far as a deployment needs it.
 *
 * @param name       name of the plugin: the symbolic name of a bundle; the Maven artifact id of a KAR's features
 *                   repository
 * @param headers    main attributes of a bundle's manifest; empty for a KAR
 * @param entries    paths of a bundle's files, or of the files in a KAR's Maven repository
 * @param provides   interfaces of the services that a bundle's components provide
 * @param declared   declarations in a bundle's files; empty for a KAR and for an archive that was read with
 *                   {@link #known}
 * @param repository path of a KAR's features repository inside its Maven repository; empty for a bundle
 * @param content    content of a KAR's features repository; empty for a bundle
 */
record Archive(
        Path file,
        Format format,
        String name,
        String version,
        long bytes,
        Map<String, String> headers,
        Set<String> entries,
        Set<String> provides,
        Declared declared,
        String repository,
        KarContent content) {
    private static final String REPOSITORY = "repository/";
    private static final String KAR_HELP = "a KAR has a features repository in"
            + " repository/<group>/<artifact>/<version>/<artifact>-<version>-features.xml";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final Pattern PROVIDED = Pattern.compile("<provide\\s+interface=\"([^\"]+)\"");
    private static final Pattern FEATURES = Pattern.compile("(?:.+/)?([^/]+)/([^/]+)/\\1-\\2(?:-[^/]*)?\\.xml");
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    /** Size limit of a descriptor in bytes, far above the size of a large one. */
    private static final int MOST_READ = 8 << 20;
    /** Largest ratio of the unpacked size to the archive size. A ZIP bomb exceeds it. */
    private static final int MOST_UNPACKED = 100;

    /**
     * Reads and checks a new archive completely.
     *
     * @throws RefusedException if the file is not an archive, is damaged, or breaks a rule
     */
    static Archive read(Path file, String origin, long maxBytes) {
        String called = called(file, origin);
        requireSize(file, called, maxBytes);
        return look(file, called, true);
    }

    /** Reads the metadata of an archive that was checked before. */
    static Archive known(Path file, String called) {
        return look(file, called, false);
    }

    /** Returns the name of an archive in messages, on one line: callers choose it. */
    private static String called(Path file, String origin) {
        String name = origin.isEmpty() ? String.valueOf(file.getFileName()) : origin;
        return name.replaceAll("[\\s\\p{Cntrl}\\u2028\\u2029]+", " ");
    }

    /** @throws RefusedException if the file cannot be read or has too many bytes */
    static void requireSize(Path file, String origin, long maxBytes) {
        String called = called(file, origin);
        long bytes;
        try {
            bytes = Files.size(file);
        } catch (IOException e) {
            throw new RefusedException(Reason.BAD_ARCHIVE, called + " cannot be read: " + Words.of(e));
        }
        if (bytes > maxBytes) {
            throw new RefusedException(
                    Reason.TOO_LARGE,
                    called + " has " + ByteSize.text(bytes) + "; the limit is " + ByteSize.text(maxBytes)
                            + " (maxArchiveBytes in etc/" + DeployConfig.PID + ".cfg)");
        }
    }

    /** A bundle in the archive, or the archive itself. */
    record Part(String name, Map<String, String> headers, Set<String> entries, Declared declared) {}

    /** Returns the bundles in the archive; for a JAR, the JAR itself. */
    List<Part> parts() {
        return format == Format.JAR
                ? List.of(new Part("", headers, entries, declared))
                : content.jars().stream()
                        .map(jar -> new Part(jar.path() + ": ", jar.headers(), jar.entries(), jar.declared()))
                        .toList();
    }

    /** Returns this archive at another path. */
    Archive at(Path other) {
        return new Archive(
                other, format, name, version, bytes, headers, entries, provides, declared, repository, content);
    }

    private static Archive look(Path file, String called, boolean wholly) {
        try {
            return look(file, called, Files.size(file), wholly);
        } catch (IOException e) {
            throw new RefusedException(Reason.BAD_ARCHIVE, called + " cannot be read: " + Words.of(e));
        }
    }

    private static Archive look(Path file, String called, long bytes, boolean wholly) throws IOException {
        if (Files.isDirectory(file)) {
            throw bad(called + " is a folder, not a JAR or KAR");
        }
        byte[] start = new byte[4];
        try (InputStream in = Files.newInputStream(file)) {
            int read = in.readNBytes(start, 0, 4);
            if (read < 4 || start[0] != 'P' || start[1] != 'K' || start[2] != 3 || start[3] != 4) {
                throw bad(new Finding(
                        "not-a-bundle",
                        called + " is not a JAR or KAR: it does not begin as ZIP files do"
                                + (read == 0 ? "; it is empty" : ""),
                        "Take the JAR that the build puts into target/"));
            }
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> entries = zip.stream().toList();
            for (ZipEntry entry : entries) {
                refuseOutside(called, entry.getName());
            }
            if (wholly) {
                readThrough(zip, entries, called, bytes);
            }
            return identify(file, zip, entries, called, bytes, wholly);
        } catch (ZipException e) {
            throw bad(new Finding(
                    "damaged-archive",
                    called + " is truncated or damaged (" + Words.of(e) + ")",
                    "Build it or copy it again; was it copied whole?"));
        }
    }

    private static Archive identify(
            Path file, ZipFile zip, List<? extends ZipEntry> entries, String called, long bytes, boolean wholly)
            throws IOException {
        Map<String, String> headers = headers(zip, called);
        if (headers.containsKey(Constants.BUNDLE_SYMBOLICNAME)) {
            return bundle(file, zip, entries, called, bytes, headers, wholly);
        }
        boolean kar = called.toLowerCase(Locale.ROOT).endsWith(".kar")
                || entries.stream().anyMatch(entry -> entry.getName().startsWith(REPOSITORY));
        if (kar) {
            return kar(file, zip, entries, called, bytes, wholly);
        }
        throw bad(new Finding(
                "not-a-bundle",
                called + " is an ordinary JAR, not a plugin: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME,
                "Build it with plugin-parent as the parent in pom.xml, or with bnd-maven-plugin"));
    }

    /** Reads every byte, to find a damaged entry now and not when a class loader needs it. */
    private static void readThrough(ZipFile zip, List<? extends ZipEntry> entries, String called, long bytes)
            throws IOException {
        long unpacked = 0;
        byte[] buffer = new byte[1 << 16];
        for (ZipEntry entry : entries) {
            try (InputStream in = zip.getInputStream(entry)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    unpacked += read;
                    requireSane(unpacked, bytes, called, entry.getName());
                }
            }
        }
    }

    private static void requireSane(long unpacked, long bytes, String called, String entry) {
        if (unpacked > Math.max(bytes, 1 << 20) * MOST_UNPACKED) {
            throw bad(called + " unpacks to more than " + MOST_UNPACKED + " times its size, at the entry '" + entry
                    + "'");
        }
    }

    private static void refuseOutside(String called, String entry) {
        boolean outside = entry.startsWith("/")
                || entry.contains("\\")
                || entry.matches("[A-Za-z]:.*")
                || List.of(entry.split("/")).contains("..");
        if (outside || entry.indexOf('\0') >= 0) {
            throw bad(called + " has the entry '" + entry
                    + "', a path outside the archive's own folder. Such an archive is wrong or hostile: do not use it");
        }
    }

    private static Map<String, String> headers(ZipFile zip, String called) throws IOException {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null) {
            return Map.of();
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return headers(limited(in, called, MANIFEST), called);
        }
    }

    private static Map<String, String> headers(byte[] manifest, String called) {
        Map<String, String> headers = new HashMap<>();
        try {
            new Manifest(new ByteArrayInputStream(manifest))
                    .getMainAttributes()
                    .forEach((name, value) -> headers.put(name.toString(), (String) value));
        } catch (IOException e) {
            throw bad("the manifest of " + called + " is wrong: " + Words.of(e));
        }
        return headers;
    }

    private static Archive bundle(
            Path file,
            ZipFile zip,
            List<? extends ZipEntry> entries,
            String called,
            long bytes,
            Map<String, String> headers,
            boolean wholly)
            throws IOException {
        String name = ArchiveRules.symbolicName(headers);
        requireName(called, name);
        if (!"2".equals(headers.get(Constants.BUNDLE_MANIFESTVERSION))) {
            throw bad(new Finding(
                    "wrong-manifest",
                    "the manifest of " + called + " has no " + Constants.BUNDLE_MANIFESTVERSION + ": 2",
                    "Build it with bnd-maven-plugin, which adds it"));
        }
        if (headers.containsKey(Constants.FRAGMENT_HOST)) {
            throw bad(new Finding(
                    "fragment",
                    called + " is a fragment of " + headers.get(Constants.FRAGMENT_HOST)
                            + ": it does not run by itself",
                    "Ship it in a KAR with its host, or remove Fragment-Host from bnd.bnd",
                    Constants.FRAGMENT_HOST));
        }
        String version;
        try {
            version = Version.parseVersion(headers.getOrDefault(Constants.BUNDLE_VERSION, "0"))
                    .toString();
        } catch (IllegalArgumentException e) {
            throw bad(new Finding(
                    "wrong-manifest",
                    "the manifest of " + called + " has the " + Constants.BUNDLE_VERSION + " '"
                            + headers.get(Constants.BUNDLE_VERSION) + "', which is no version",
                    "Write 1.2.3 or 1.2.3.qualifier",
                    Constants.BUNDLE_VERSION));
        }
        Set<String> provides = new TreeSet<>();
        for (ZipEntry entry : entries) {
            if (entry.getName().startsWith("OSGI-INF/") && entry.getName().endsWith(".xml")) {
                Matcher provided = PROVIDED.matcher(text(zip, entry, called));
                while (provided.find()) {
                    provides.add(provided.group(1));
                }
            }
        }
        DeclaredReader declared = new DeclaredReader();
        for (ZipEntry entry : entries) {
            if (wholly && DeclaredReader.isRead(entry.getName())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    declared.read(entry.getName(), limited(in, called, entry.getName()));
                }
            }
        }
        Set<String> files = entries.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .collect(Collectors.toSet());
        return new Archive(
                file,
                Format.JAR,
                name,
                version,
                bytes,
                Map.copyOf(headers),
                files,
                provides,
                declared.declared(),
                "",
                KarContent.NONE);
    }

    private static Archive kar(
            Path file, ZipFile zip, List<? extends ZipEntry> entries, String called, long bytes, boolean wholly)
            throws IOException {
        List<String> repositories = new ArrayList<>();
        Set<String> files = new TreeSet<>();
        List<KarContent.Jar> jars = new ArrayList<>();
        for (ZipEntry entry : entries) {
            if (entry.isDirectory() || !entry.getName().startsWith(REPOSITORY)) {
                continue;
            }
            String path = entry.getName().substring(REPOSITORY.length());
            files.add(path);
            if (path.endsWith(".xml")
                    && !path.endsWith("maven-metadata-local.xml")
                    && text(zip, entry, called).contains("<features")) {
                repositories.add(path);
            } else if (wholly && path.endsWith(".jar")) {
                jars.add(jar(zip, entry, called, bytes));
            }
        }
        if (repositories.size() != 1) {
            throw bad(called + " has " + (repositories.isEmpty() ? "no features repository" : repositories) + "; "
                    + KAR_HELP);
        }
        String repository = repositories.get(0);
        Matcher coordinates = FEATURES.matcher(repository);
        if (!coordinates.matches()) {
            throw bad(called + " has its features repository in " + repository + "; " + KAR_HELP);
        }
        requireName(called, coordinates.group(1));
        requireName(called, coordinates.group(2));
        return new Archive(
                file,
                Format.KAR,
                coordinates.group(1),
                coordinates.group(2),
                bytes,
                Map.of(),
                files,
                Set.of(),
                Declared.NOTHING,
                repository,
                KarContent.read(called, text(zip, zip.getEntry(REPOSITORY + repository), called), jars));
    }

    /** Reads a JAR inside a KAR. */
    private static KarContent.Jar jar(ZipFile zip, ZipEntry entry, String called, long bytes) throws IOException {
        Map<String, String> headers = new HashMap<>();
        Set<String> files = new TreeSet<>();
        long unpacked = 0;
        DeclaredReader declared = new DeclaredReader();
        byte[] buffer = new byte[1 << 16];
        try (ZipInputStream jar = new ZipInputStream(zip.getInputStream(entry))) {
            for (ZipEntry inner = jar.getNextEntry(); inner != null; inner = jar.getNextEntry()) {
                if (inner.isDirectory()) {
                    continue;
                }
                files.add(inner.getName());
                if (inner.getName().equals(MANIFEST)) {
                    headers.putAll(headers(
                            limited(jar, called, entry.getName() + "!" + MANIFEST), called + "!" + entry.getName()));
                }
                if (DeclaredReader.isRead(inner.getName())) {
                    byte[] content = limited(jar, called, entry.getName() + "!" + inner.getName());
                    unpacked += content.length;
                    declared.read(inner.getName(), content);
                }
                for (int read = jar.read(buffer); read >= 0; read = jar.read(buffer)) {
                    unpacked += read;
                    requireSane(unpacked, bytes, called, entry.getName() + "!" + inner.getName());
                }
            }
        } catch (ZipException e) {
            throw bad(called + " has the JAR " + entry.getName() + ", which is damaged: " + Words.of(e));
        }
        return new KarContent.Jar(entry.getName().substring(REPOSITORY.length()), headers, files, declared.declared());
    }

    private static void requireName(String called, String name) {
        if (!NAME.matcher(name).matches()) {
            throw bad(called + " has the name '" + name + "', which does not match " + NAME);
        }
    }

    /** Unpacks a KAR's Maven repository. */
    void unpack(Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (entry.isDirectory() || !entry.getName().startsWith(REPOSITORY)) {
                    continue;
                }
                Path to = folder.resolve(entry.getName().substring(REPOSITORY.length()))
                        .normalize();
                if (!to.startsWith(folder)) {
                    throw new IOException("the path " + entry.getName() + " is outside");
                }
                Files.createDirectories(to.getParent());
                try (InputStream in = zip.getInputStream(entry);
                        OutputStream out = Files.newOutputStream(to)) {
                    in.transferTo(out);
                }
            }
        }
    }

    private static String text(ZipFile zip, ZipEntry entry, String called) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(limited(in, called, entry.getName()), StandardCharsets.UTF_8);
        }
    }

    /** Reads an entry into memory, up to {@link #MOST_READ} bytes. */
    private static byte[] limited(InputStream in, String called, String entry) throws IOException {
        byte[] read = in.readNBytes(MOST_READ + 1);
        if (read.length > MOST_READ) {
            throw bad(called + " has the entry '" + entry + "' with more than " + ByteSize.text(MOST_READ)
                    + "; that is no manifest, component or features repository");
        }
        return read;
    }

    private static RefusedException bad(Finding finding) {
        return new RefusedException(Reason.BAD_ARCHIVE, finding);
    }

    private static RefusedException bad(String message) {
        return new RefusedException(Reason.BAD_ARCHIVE, message);
    }
}
