package io.bouquet.deploy.engine;

import io.bouquet.deploy.ArchiveSummary;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Plugin.Format;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.engine.Declared.Answer;
import io.bouquet.deploy.engine.Declared.Component;
import io.bouquet.deploy.engine.Declared.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.apache.felix.utils.resource.RequirementImpl;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** Summarises archives, and tells from a summary whether an archive could be resolved. */
public final class Summaries {
    /** The headers of a bundle that the resolver reads. */
    private static final List<String> RESOLVED = List.of(
            Constants.BUNDLE_MANIFESTVERSION,
            Constants.BUNDLE_SYMBOLICNAME,
            Constants.BUNDLE_VERSION,
            Constants.IMPORT_PACKAGE,
            Constants.EXPORT_PACKAGE,
            Constants.REQUIRE_CAPABILITY,
            Constants.PROVIDE_CAPABILITY,
            Constants.REQUIRE_BUNDLE,
            Constants.FRAGMENT_HOST);

    private static final Pattern SELECTED = Pattern.compile("\\(osgi\\.jaxrs\\.name=([^)]+)\\)");
    private static final String LIBRARIES = "Bouquet-Libraries";

    private Summaries() {}

    /**
     * Reads an archive.
     *
     * @param origin source of the archive, as shown to users
     * @throws RefusedException if it is not the archive of a plugin
     */
    public static ArchiveSummary of(Path file, String origin, long maxBytes) {
        Archive archive = Archive.read(file, origin, maxBytes);
        List<Archive.Part> parts = archive.parts();
        Map<String, Set<String>> adds = new LinkedHashMap<>();
        Set<String> scopes = new TreeSet<>();
        Set<String> permissions = new TreeSet<>();
        Map<String, String> bases = bases(parts);
        int java = 0;
        for (Archive.Part part : parts) {
            adds(part, bases, adds);
            scopes.addAll(part.declared().scopes());
            permissions.addAll(Claims.asks(part));
            java = Math.max(
                    java,
                    part.declared().newest().major() == 0
                            ? 0
                            : part.declared().newest().java());
        }
        Set<String> settings = new TreeSet<>(archive.content().settings().keySet());
        settings.addAll(archive.content().external().keySet());
        settings.addAll(archive.content().files().keySet());
        adds.put("settings", settings);
        Map<String, List<String>> lists = new LinkedHashMap<>();
        adds.forEach((kind, values) -> {
            if (!values.isEmpty()) {
                lists.put(kind, List.copyOf(values));
            }
        });
        Map<String, String> main = archive.headers();
        return new ArchiveSummary(
                archive.name(),
                archive.version(),
                archive.format(),
                main.getOrDefault(Constants.BUNDLE_NAME, ""),
                main.getOrDefault(Constants.BUNDLE_DESCRIPTION, ""),
                licence(main),
                java,
                lists,
                List.copyOf(scopes),
                List.copyOf(permissions),
                packages(parts),
                parts.stream().map(part -> resolved(part.headers())).toList());
    }

    private static String licence(Map<String, String> headers) {
        return String.join(
                ", ", clauses(headers, "Bundle-License").map(Clause::getName).toList());
    }

    private static void adds(Archive.Part part, Map<String, String> bases, Map<String, Set<String>> adds) {
        Declared declared = part.declared();
        for (Component component : declared.components()) {
            Type type = declared.types().get(component.type());
            if (type != null && component.is("osgi.jaxrs.resource")) {
                String before = base(component, bases);
                for (Answer answer : type.methods()) {
                    add(
                            adds,
                            "routes",
                            answer.method() + " " + Claims.normal(before + "/" + type.path() + "/" + answer.path()));
                }
            }
            add(adds, "servlets", component.property("osgi.http.whiteboard.servlet.pattern"));
            add(adds, "sockets", component.property("io.bouquet.socket.path"));
            add(adds, "pages", component.property("console.page.path"));
        }
        for (Claims.Tags tagger : Claims.taggers(part)) {
            add(adds, "taggers", tagger.name());
            for (String layer : tagger.layers()) {
                add(
                        adds,
                        "layers",
                        layer
                                + (tagger.languages().isEmpty()
                                        ? ""
                                        : " (" + String.join(", ", tagger.languages()) + ")"));
            }
        }
        for (Type type : declared.types().values()) {
            if (type.has(DeclaredReader.ENTITY)) {
                add(adds, "entities", type.name());
            }
            add(adds, "commands", type.command());
        }
        clauses(part.headers(), Constants.EXPORT_PACKAGE).forEach(clause -> add(adds, "exports", clause.getName()));
        clauses(part.headers(), LIBRARIES)
                .forEach(clause -> add(
                        adds,
                        "libraries",
                        clause.getName() + " " + clause.getAttribute("version") + " (" + clause.getAttribute("licence")
                                + ")"));
    }

    private static void add(Map<String, Set<String>> adds, String kind, Collection<String> values) {
        values.forEach(value -> add(adds, kind, value));
    }

    private static void add(Map<String, Set<String>> adds, String kind, String value) {
        if (!value.isEmpty()) {
            adds.computeIfAbsent(kind, none -> new TreeSet<>()).add(value);
        }
    }

    /** Returns the paths of the applications in an archive, by name. */
    private static Map<String, String> bases(List<Archive.Part> parts) {
        Map<String, String> bases = new TreeMap<>();
        for (Archive.Part part : parts) {
            for (Component component : part.declared().components()) {
                component
                        .property("osgi.jaxrs.application.base")
                        .forEach(base -> component.property("osgi.jaxrs.name").forEach(name -> bases.put(name, base)));
            }
        }
        return bases;
    }

    private static String base(Component component, Map<String, String> bases) {
        Matcher selected = SELECTED.matcher(String.join("", component.property("osgi.jaxrs.application.select")));
        return selected.find() ? bases.getOrDefault(selected.group(1), "/<" + selected.group(1) + ">") : "";
    }

    /** Returns the packages that bundles import from others, without those of Java and OSGi. */
    private static List<String> packages(List<Archive.Part> parts) {
        Set<String> own = new TreeSet<>();
        parts.forEach(part -> clauses(part.headers(), Constants.EXPORT_PACKAGE).forEach(one -> own.add(one.getName())));
        Map<String, String> packages = new TreeMap<>();
        for (Archive.Part part : parts) {
            clauses(part.headers(), Constants.IMPORT_PACKAGE)
                    .filter(clause -> !own.contains(clause.getName()))
                    .filter(clause -> !clause.getName().matches("(java|org\\.osgi)\\..+"))
                    .filter(clause -> !"optional".equals(clause.getDirective(Constants.RESOLUTION_DIRECTIVE)))
                    .forEach(clause -> packages.put(
                            clause.getName(),
                            clause.getAttribute(Constants.VERSION_ATTRIBUTE) == null
                                    ? clause.getName()
                                    : clause.getName() + " " + clause.getAttribute(Constants.VERSION_ATTRIBUTE)));
        }
        return List.copyOf(packages.values());
    }

    private static Map<String, String> resolved(Map<String, String> headers) {
        Map<String, String> resolved = new LinkedHashMap<>();
        RESOLVED.stream().filter(headers::containsKey).forEach(name -> resolved.put(name, headers.get(name)));
        return resolved;
    }

    private static Stream<Clause> clauses(Map<String, String> headers, String name) {
        String header = headers.getOrDefault(name, "");
        return header.isBlank() ? Stream.of() : Stream.of(Parser.parseHeader(header));
    }

    /** Describes what the bundles of an archive need and neither the platform nor another of them has. */
    static List<Finding> unmet(ArchiveSummary summary, UnresolvedRequirements requirements) {
        if (summary.java() > Runtime.version().feature()) {
            return List.of(UnresolvedRequirements.newerJava(
                    "its classes are for Java " + summary.java() + ", and the platform runs on Java "
                            + Runtime.version().feature(),
                    ""));
        }
        List<Resource> resources = new ArrayList<>();
        for (Map<String, String> headers : summary.bundles()) {
            // a JAR in a KAR may be no bundle
            if (headers.containsKey(Constants.BUNDLE_SYMBOLICNAME)) {
                try {
                    resources.add(ResourceBuilder.build(summary.name(), headers));
                } catch (BundleException | RuntimeException e) {
                    return List.of(new Finding(
                            "wrong-manifest",
                            "its manifest is wrong: "
                                    + Finding.ofMessage(Words.of(e)).get(0).problem(),
                            "Correct in bnd.bnd what the message names, and build again",
                            "META-INF/MANIFEST.MF"));
                }
            }
        }
        List<Requirement> needed = new ArrayList<>();
        for (Resource resource : resources) {
            for (Requirement requirement : resource.getRequirements(null)) {
                if (resources.stream().noneMatch(other -> has(other, requirement))) {
                    needed.add(requirement);
                }
            }
        }
        // Karaf installs the features that a KAR asks for
        return requirements.missing(needed).stream()
                .filter(finding ->
                        summary.format() == Format.JAR || !finding.code().equals("missing-feature"))
                .toList();
    }

    private static boolean has(Resource resource, Requirement requirement) {
        for (Capability capability : resource.getCapabilities(requirement.getNamespace())) {
            if (requirement instanceof RequirementImpl own && own.matches(capability)) {
                return true;
            }
        }
        return false;
    }
}
