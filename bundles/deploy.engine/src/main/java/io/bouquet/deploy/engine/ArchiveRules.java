package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** Refuses archives that would change the platform. The rules are the same for a JAR and for the bundles in a KAR. */
final class ArchiveRules {
    private static final List<String> PLATFORM_PIDS = List.of(
            "io.bouquet", "org.apache", "org.jasypt", "org.jline", "org.ops4j", "org.osgi", "jmx.acl", "felix", "java");
    /** Path of a configuration file directly in Karaf's {@code etc} folder. */
    private static final Pattern SETTINGS_FILE =
            Pattern.compile("(?:\\$\\{karaf\\.etc}/|/?etc/)([A-Za-z0-9_][A-Za-z0-9_.~-]*)\\.(cfg|config|json)");

    private static final Pattern MAVEN =
            Pattern.compile("mvn:([^/!$?]+)/([^/!$?]+)/([^/!$?]+)(?:/([^/!$?]+))?(?:/([^/!$?]+))?");
    /** Prefix of the names of the platform's own packages. */
    private static final String OWN = "io.bouquet.";

    private static final String WRAP = "wrap:";

    private final Bundles bundles;
    private final Path system;
    private final Path shippedSettings;

    /**
     * @param system          the platform's own Maven repository
     * @param shippedSettings folder of the configuration files that the platform ships
     */
    ArchiveRules(Bundles bundles, Path system, Path shippedSettings) {
        this.bundles = bundles;
        this.system = system;
        this.shippedSettings = shippedSettings;
    }

    /** @throws RefusedException if the archive breaks a rule */
    void check(Archive archive) {
        if (archive.format() == Format.JAR) {
            refusePlatformPackages(archive.name(), archive.headers());
            return;
        }
        KarContent kar = archive.content();
        if (!kar.others().isEmpty()) {
            throw forbidden(
                    archive,
                    "has the elements " + kar.others()
                            + ", which change the platform itself; a plugin brings bundles and settings");
        }
        kar.repositories().forEach(url -> requireHere(archive, "the features repository", url));
        kar.bundles().forEach(location -> requireHere(archive, "the bundle", location));
        kar.files().forEach((path, url) -> {
            requireSettingsFile(archive, path);
            requireHere(archive, "the file", url);
        });
        kar.settings().keySet().forEach(pid -> refusePlatformPid(archive, pid));
        kar.external().forEach((pid, url) -> {
            refusePlatformPid(archive, pid);
            requireHere(archive, "the configuration", url);
        });
        for (KarContent.Jar jar : kar.jars()) {
            checkBundle(archive, jar);
        }
    }

    /** Returns the rule that a bundle breaks. The bundle came from a KAR or from one of Karaf's own commands. */
    Optional<Finding> brokenBy(Bundle bundle) {
        String name = String.valueOf(bundle.getSymbolicName());
        Optional<Bundle> own = bundles.platform(name);
        if (own.isPresent()) {
            return Optional.of(platformBundle(name, own.get()));
        }
        Optional<String> host = hostOfPlatform(bundle.getHeaders("").get(Constants.FRAGMENT_HOST));
        if (host.isPresent()) {
            return Optional.of(platformFragment(name, host.get()));
        }
        // features may include libraries that the platform also exports
        Map<String, Bundle> exported = new TreeMap<>();
        exports(bundle, exported);
        exported.keySet().removeIf(one -> !one.startsWith(OWN));
        Map<String, Bundle> platform = bundles.exportedByPlatform();
        exported.keySet().retainAll(platform.keySet());
        exported.replaceAll((one, copy) -> platform.getOrDefault(one, copy));
        return exported.isEmpty() ? Optional.empty() : Optional.of(platformPackages(name, exported));
    }

    private void checkBundle(Archive archive, KarContent.Jar jar) {
        String name = symbolicName(jar.headers());
        // Karaf uses the platform's own copy
        if (name.isEmpty() || Files.exists(system.resolve(jar.path()))) {
            return;
        }
        bundles.platform(name).ifPresent(bundle -> {
            throw new RefusedException(
                    Reason.FORBIDDEN,
                    platformBundle(name, bundle).after(archive.name() + " brings a bundle that is not a plugin's: "));
        });
        hostOfPlatform(jar.headers().get(Constants.FRAGMENT_HOST)).ifPresent(host -> {
            throw new RefusedException(
                    Reason.FORBIDDEN,
                    platformFragment(name, host).after(archive.name() + " brings a bundle that is not a plugin's: "));
        });
        refusePlatformPackages(archive.name() + " brings " + name + ", which", jar.headers());
    }

    /** Returns the platform bundle that a {@code Fragment-Host} header names. */
    private Optional<String> hostOfPlatform(@Nullable String header) {
        return clauses(header)
                .map(Clause::getName)
                .filter(host -> host.equals(Constants.SYSTEM_BUNDLE_SYMBOLICNAME)
                        || bundles.platform(host).isPresent())
                .findFirst();
    }

    /**
     * Otherwise other bundles would be wired to the plugin's copy of the package, and would not find the platform's
     * services.
     */
    private void refusePlatformPackages(String who, Map<String, String> headers) {
        Map<String, Bundle> taken = new TreeMap<>();
        Map<String, Bundle> exported = bundles.exportedByPlatform();
        clauses(headers.get(Constants.EXPORT_PACKAGE)).forEach(clause -> {
            Bundle exporter = exported.get(clause.getName());
            if (exporter != null) {
                taken.put(clause.getName(), exporter);
            }
        });
        if (!taken.isEmpty()) {
            throw new RefusedException(Reason.FORBIDDEN, platformPackages(who, taken));
        }
    }

    private static Finding platformPackages(String who, Map<String, Bundle> taken) {
        Set<String> exporters = new LinkedHashSet<>();
        taken.values().forEach(bundle -> exporters.add(bundle.getSymbolicName()));
        boolean one = taken.size() == 1;
        return new Finding(
                "platform-package",
                who + " exports the platform's " + (one ? "package " : "packages ") + String.join(", ", taken.keySet())
                        + ", which " + String.join(", ", exporters) + (exporters.size() == 1 ? " has" : " have"),
                "Import " + (one ? "it" : "them")
                        + ", and leave the classes out of the JAR: give the dependency the scope"
                        + " provided in pom.xml, and remove the package from Export-Package in bnd.bnd",
                "Export-Package");
    }

    /** Describes a bundle with the symbolic name of one of the platform. */
    static Finding platformBundle(String name, Bundle own) {
        return new Finding(
                "platform-bundle",
                name + " is a bundle of the platform (version " + own.getVersion()
                        + "); it comes with a new release, not as a plugin",
                "Give yours another symbolic name: Bundle-SymbolicName in bnd.bnd",
                "Bundle-SymbolicName");
    }

    private static Finding platformFragment(String name, String host) {
        return new Finding(
                "platform-fragment",
                name + " is a fragment of the platform's bundle " + host + ", which no plugin may change",
                "Remove Fragment-Host from bnd.bnd",
                Constants.FRAGMENT_HOST);
    }

    private void requireSettingsFile(Archive archive, String path) {
        Matcher file = SETTINGS_FILE.matcher(path);
        if (!file.matches()) {
            throw bad(
                    archive,
                    "writes the file '" + path
                            + "'; a KAR may only write settings: etc/<PID>.cfg, .config or .json, in no other folder");
        }
        refusePlatformPid(archive, file.group(1));
        String name = file.group(1) + "." + file.group(2);
        if (Files.exists(shippedSettings.resolve(name))) {
            throw forbidden(archive, "writes the file '" + path + "', which is one of the platform");
        }
    }

    private static void refusePlatformPid(Archive archive, String pid) {
        boolean platform = PLATFORM_PIDS.stream().anyMatch(own -> pid.equals(own) || pid.startsWith(own + "."));
        if (platform) {
            throw forbidden(
                    archive,
                    "sets the configuration '" + pid + "', which is one of the platform; an operator sets it in etc/"
                            + pid + ".cfg");
        }
        if (!pid.matches("[A-Za-z0-9_][A-Za-z0-9_.~-]*")) {
            throw bad(archive, "sets the configuration '" + pid + "', which is no PID");
        }
    }

    /** Requires a file in the KAR or in the platform. Neither a plan nor an installation downloads anything. */
    private void requireHere(Archive archive, String what, String location) {
        String path = path(location)
                .orElseThrow(() -> bad(
                        archive,
                        "refers to " + what + " '" + location
                                + "', and nothing is fetched; put it into the KAR, as mvn:group/artifact/version"));
        boolean here = archive.entries().contains(path) || Files.exists(system.resolve(path));
        if (!here) {
            throw bad(archive, "refers to " + what + " '" + location + "', which is neither in it nor in the platform");
        }
    }

    /** Returns the path inside a Maven repository; empty if the URL is not a Maven URL. */
    static Optional<String> path(String location) {
        String url =
                location.startsWith(WRAP) ? location.substring(WRAP.length()).split("[$?]", 2)[0] : location;
        Matcher parts = MAVEN.matcher(url);
        if (!parts.matches() || Stream.of(url.split("[:/]")).anyMatch(".."::equals)) {
            return Optional.empty();
        }
        String artifact = parts.group(2);
        String version = parts.group(3);
        String type = parts.group(4) == null ? "jar" : parts.group(4);
        String classifier = parts.group(5) == null ? "" : "-" + parts.group(5);
        return Optional.of(parts.group(1).replace('.', '/') + "/" + artifact + "/" + version + "/" + artifact + "-"
                + version + classifier + "." + type);
    }

    /** Describes the settings that an archive brings, for a plan. */
    static List<String> notes(Archive archive) {
        List<String> notes = new ArrayList<>();
        KarContent kar = archive.content();
        kar.settings()
                .forEach((pid, text) -> notes.add("it sets the configuration " + pid + ": "
                        + String.join(
                                ", ",
                                text.lines()
                                        .map(String::strip)
                                        .filter(line -> !line.isEmpty())
                                        .toList())));
        kar.external().forEach((pid, url) -> notes.add("it sets the configuration " + pid + " as in " + url));
        kar.files().forEach((path, url) -> notes.add("it writes the settings " + path + " as in " + url));
        return notes;
    }

    static String symbolicName(Map<String, String> headers) {
        return clauses(headers.get(Constants.BUNDLE_SYMBOLICNAME))
                .map(Clause::getName)
                .findFirst()
                .orElse("");
    }

    private static Stream<Clause> clauses(@Nullable String header) {
        return header == null || header.isBlank() ? Stream.of() : Stream.of(Parser.parseHeader(header));
    }

    private static RefusedException bad(Archive archive, String what) {
        return new RefusedException(Reason.BAD_ARCHIVE, archive.name() + " " + what);
    }

    private static RefusedException forbidden(Archive archive, String what) {
        return new RefusedException(Reason.FORBIDDEN, archive.name() + " " + what);
    }

    /** Adds the packages that a bundle exports, by package name. */
    static void exports(Bundle bundle, Map<String, Bundle> exported) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return;
        }
        for (BundleCapability capability : revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
            exported.putIfAbsent(
                    String.valueOf(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)), bundle);
        }
    }
}
