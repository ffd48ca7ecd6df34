package io.bouquet.deploy.engine;

import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A JAR or KAR that was looked through.
 *
 * @param name       of the plugin: a bundle's symbolic name; a KAR's features repository, as Maven calls it
 * @param headers    of a bundle's manifest; empty for a KAR
 * @param entries    paths of a bundle's files; empty for a KAR
 * @param provides   interfaces of the services that a bundle's components provide
 * @param repository path of a KAR's features repository inside its Maven repository; empty for a bundle
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
        String repository) {
    private static final String REPOSITORY = "repository/";
    private static final String KAR_HELP = "a KAR has a features repository in"
            + " repository/<group>/<artifact>/<version>/<artifact>-<version>-features.xml";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final Pattern PROVIDED = Pattern.compile("<provide\\s+interface=\"([^\"]+)\"");
    private static final Pattern FEATURES = Pattern.compile("(?:.+/)?([^/]+)/([^/]+)/\\1-\\2(?:-[^/]*)?\\.xml");
    /** A bomb unpacks to more than that many times its size. */
    private static final int MOST_UNPACKED = 100;

    /**
     * Looks an archive through, each byte of it.
     *
     * @throws RefusedException if it is none, or breaks a rule
     */
    static Archive read(Path file, String origin, long maxBytes) {
        String called = called(file, origin);
        requireSize(file, called, maxBytes);
        return look(file, called, true);
    }

    /** Reads what is needed of an archive that was looked through before. */
    static Archive known(Path file, String called) {
        return look(file, called, false);
    }

    private static String called(Path file, String origin) {
        return origin.isEmpty() ? String.valueOf(file.getFileName()) : origin;
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
                    called + " has " + Words.size(bytes) + "; the limit is " + Words.size(maxBytes)
                            + " (maxArchiveBytes in etc/" + DeployConfig.PID + ".cfg)");
        }
    }

    /** The same archive in another place. */
    Archive at(Path other) {
        return new Archive(other, format, name, version, bytes, headers, entries, provides, repository);
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
                throw bad(called + " is not a JAR or KAR: it does not begin as ZIP files do"
                        + (read == 0 ? "; it is empty" : ""));
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
            return identify(file, zip, entries, called, bytes);
        } catch (ZipException e) {
            throw bad(called + " is truncated or damaged (" + Words.of(e)
                    + "): was it copied whole? Build or copy it again");
        }
    }

    private static Archive identify(Path file, ZipFile zip, List<? extends ZipEntry> entries, String called, long bytes)
            throws IOException {
        Map<String, String> headers = headers(zip, called);
        if (headers.containsKey(Constants.BUNDLE_SYMBOLICNAME)) {
            return bundle(file, zip, entries, called, bytes, headers);
        }
        boolean kar = called.toLowerCase(Locale.ROOT).endsWith(".kar")
                || entries.stream().anyMatch(entry -> entry.getName().startsWith(REPOSITORY));
        if (kar) {
            return kar(file, zip, entries, called, bytes);
        }
        throw bad(called + " is an ordinary JAR, not a bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME
                + ". Build it with bnd-maven-plugin or maven-bundle-plugin, which add what OSGi needs");
    }

    /** Every byte, so that a damaged entry is found here and not by the class loader a week later. */
    private static void readThrough(ZipFile zip, List<? extends ZipEntry> entries, String called, long bytes)
            throws IOException {
        long unpacked = 0;
        byte[] buffer = new byte[1 << 16];
        for (ZipEntry entry : entries) {
            try (InputStream in = zip.getInputStream(entry)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    unpacked += read;
                    if (unpacked > Math.max(bytes, 1 << 20) * MOST_UNPACKED) {
                        throw bad(called + " unpacks to more than " + MOST_UNPACKED + " times its size, at the entry '"
                                + entry.getName() + "'");
                    }
                }
            }
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
        Map<String, String> headers = new HashMap<>();
        ZipEntry entry = zip.getEntry("META-INF/MANIFEST.MF");
        if (entry == null) {
            return headers;
        }
        try (InputStream in = zip.getInputStream(entry)) {
            new Manifest(in).getMainAttributes().forEach((name, value) -> headers.put(name.toString(), (String) value));
        } catch (ZipException damaged) {
            throw damaged;
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
            Map<String, String> headers)
            throws IOException {
        String name = headers.getOrDefault(Constants.BUNDLE_SYMBOLICNAME, "")
                .split(";", 2)[0]
                .strip();
        requireName(called, name);
        if (!"2".equals(headers.get(Constants.BUNDLE_MANIFESTVERSION))) {
            throw bad("the manifest of " + called + " has no " + Constants.BUNDLE_MANIFESTVERSION + ": 2");
        }
        if (headers.containsKey(Constants.FRAGMENT_HOST)) {
            throw bad(called + " is a fragment of " + headers.get(Constants.FRAGMENT_HOST)
                    + ": it does not run by itself. Ship it in a KAR with its host");
        }
        String version;
        try {
            version = Version.parseVersion(headers.getOrDefault(Constants.BUNDLE_VERSION, "0"))
                    .toString();
        } catch (IllegalArgumentException e) {
            throw bad("the manifest of " + called + " has the " + Constants.BUNDLE_VERSION + " '"
                    + headers.get(Constants.BUNDLE_VERSION) + "', which is none: write it as 1.2.3 or 1.2.3.qualifier");
        }
        Set<String> provides = new TreeSet<>();
        for (ZipEntry entry : entries) {
            if (entry.getName().startsWith("OSGI-INF/") && entry.getName().endsWith(".xml")) {
                Matcher provided = PROVIDED.matcher(text(zip, entry));
                while (provided.find()) {
                    provides.add(provided.group(1));
                }
            }
        }
        Set<String> files = entries.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .collect(Collectors.toSet());
        return new Archive(file, Format.JAR, name, version, bytes, Map.copyOf(headers), files, provides, "");
    }

    private static Archive kar(Path file, ZipFile zip, List<? extends ZipEntry> entries, String called, long bytes)
            throws IOException {
        List<String> repositories = new ArrayList<>();
        for (ZipEntry entry : entries) {
            if (entry.getName().startsWith(REPOSITORY)
                    && entry.getName().endsWith(".xml")
                    && !entry.getName().endsWith("maven-metadata-local.xml")
                    && text(zip, entry).contains("<features")) {
                repositories.add(entry.getName().substring(REPOSITORY.length()));
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
                Set.of(),
                Set.of(),
                repository);
    }

    private static void requireName(String called, String name) {
        if (!NAME.matcher(name).matches()) {
            throw bad(called + " has the name '" + name + "', which does not match " + NAME);
        }
    }

    /** Unpacks a KAR's Maven repository; its paths were looked at before. */
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

    /** The text of a KAR's features repository. */
    String features() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(REPOSITORY + repository);
            if (entry == null) {
                throw new NoSuchFileException(repository);
            }
            return text(zip, entry);
        }
    }

    private static String text(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static RefusedException bad(String message) {
        return new RefusedException(Reason.BAD_ARCHIVE, message);
    }
}
