package io.bouquet.deploy.source;

import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import io.bouquet.deploy.spi.ArchiveBuilder.Identity;
import io.bouquet.plugin.builder.Coordinates;
import io.bouquet.plugin.builder.Problem;
import io.bouquet.plugin.builder.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A source file that is a plugin by itself.
 *
 * @param name    symbolic name of the plugin
 * @param version version in the file, with the time and a checksum of the file
 * @param headers manifest headers in the file
 * @param files   other files of the plugin, which are comments in the file, by path
 * @param added   text before the file's own text: the package, if the file has none
 */
record PluginSource(
        Path path,
        String text,
        String name,
        String version,
        Map<String, String> headers,
        Map<String, String> files,
        String added) {
    static final String ENDING = ".java";

    private static final Pattern HEADER = Pattern.compile("(?m)^//: *([A-Za-z][A-Za-z0-9-]*) *: *(.*?) *$");
    private static final Pattern FILE = Pattern.compile("(?ms)^/\\*: *(.*?) *$\\R?(.*?)\\*/");
    private static final Pattern FILE_PATH = Pattern.compile("[\\w-][\\w.-]*(/[\\w-][\\w.-]*)*");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+[\\w.]+\\s*;");
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Version FIRST = new Version(1, 0, 0);

    /** @throws RefusedException if the file cannot be a plugin */
    static PluginSource read(Path path) {
        String type = String.valueOf(path.getFileName()).replaceFirst("\\.java$", "");
        if (!SourceVersion.isName(type)) {
            throw refused("'" + type + "' cannot be the name of a class: rename the file and its class");
        }
        String text;
        Instant modified;
        try {
            modified = Files.getLastModifiedTime(path).toInstant();
            text = SourceFile.read(path).text();
        } catch (IOException e) {
            throw refused("it cannot be read: " + e.getMessage());
        }
        Map<String, String> headers = headers(text);
        String name = headers.getOrDefault(
                Constants.BUNDLE_SYMBOLICNAME,
                WORD_START.matcher(type).replaceAll("-").toLowerCase(Locale.ROOT));
        Version base = version(headers.get(Constants.BUNDLE_VERSION));
        String version = base + "." + TIME.format(modified) + "-" + checksum(text);
        String added = PACKAGE.matcher(text).find() ? "" : "package " + packageName(name) + "; ";
        return new PluginSource(path, text, name, version, headers, files(text), added);
    }

    private static Map<String, String> files(String text) {
        Map<String, String> files = new LinkedHashMap<>();
        Matcher file = FILE.matcher(text);
        while (file.find()) {
            String path = file.group(1);
            if (!FILE_PATH.matcher(path).matches() || path.startsWith("META-INF/") || path.endsWith(".class")) {
                throw refused("the comment '/*: " + path + "' names no file of a plugin, such as db/changelog.sql");
            }
            if (files.put(path, file.group(2)) != null) {
                throw refused("two comments are the file '" + path + "'");
            }
        }
        return files;
    }

    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        Matcher header = HEADER.matcher(text);
        while (header.find()) {
            headers.put(header.group(1), header.group(2));
        }
        return headers;
    }

    private static Version version(@Nullable String given) {
        if (given == null) {
            return FIRST;
        }
        try {
            Version version = Version.parseVersion(given);
            if (version.getQualifier().isEmpty()) {
                return version;
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw refused("the version '" + given + "' in '//: " + Constants.BUNDLE_VERSION
                + "' is not like 1.2.3; the platform adds the time of the file");
    }

    private static String checksum(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    /** A package of its own, since OSGi knows no classes without a package. */
    private static String packageName(String plugin) {
        String name = plugin.replaceAll("[^A-Za-z0-9.]", "_");
        return SourceVersion.isName(name) ? name : "plugin_" + name.replace('.', '_');
    }

    Identity identity() {
        return new Identity(name, version);
    }

    /** Returns the name of the persistence unit of its entities, and so of the schema of their tables. */
    String unit() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    SourceFile source() {
        return new SourceFile(path, added + text);
    }

    /** Name and version for the bundle, whose instructions set both. */
    Coordinates coordinates() {
        String shown = headers.getOrDefault(Constants.BUNDLE_NAME, String.valueOf(path.getFileName()));
        return new Coordinates("", name, "1.0.0", shown, shown);
    }

    /** Returns the headers as instructions for bnd. */
    String instructions() {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(Constants.BUNDLE_SYMBOLICNAME, name);
        all.put(Constants.BUNDLE_VERSION, version);
        return all.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue().replace("\\", "\\\\"))
                .collect(Collectors.joining("\n"));
    }

    /** Returns a problem as the author sees the file, without the package that was added to the first line. */
    Problem asWritten(Problem problem) {
        return problem.line() == 1 && !added.isEmpty() && problem.sourceLine().startsWith(added)
                ? new Problem(
                        problem.isError(),
                        problem.file(),
                        1,
                        Math.max(1, problem.column() - added.length()),
                        problem.message(),
                        problem.sourceLine().substring(added.length()))
                : problem;
    }

    static RefusedException refused(String message) {
        return new RefusedException(Reason.BAD_ARCHIVE, message);
    }
}
