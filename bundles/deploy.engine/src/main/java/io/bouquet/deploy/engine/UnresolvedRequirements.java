package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import io.bouquet.deploy.engine.Libraries.Library;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** Describes why a bundle cannot be resolved, without trying to resolve it. */
final class UnresolvedRequirements {
    private static final Pattern NAME = Pattern.compile("\\(([\\w.]+)=([^)]+)\\)");
    private static final Pattern FROM = Pattern.compile("(?<!!)\\((?:bundle-)?version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]+)\\)\\)");
    /** The type of Karaf's capabilities for features. */
    private static final String FEATURE = "karaf.feature";

    private static final Pattern JAVA = Pattern.compile("\\(version[=>]+([^)]+)\\)");
    private static final String JAKARTA = "jakarta.";
    private static final int MOST_NAMED = 5;

    private final FrameworkWiring framework;
    private final BiFunction<String, String, Optional<String>> features;

    /** @param features returns the uninstalled feature that satisfies a namespace and a filter */
    UnresolvedRequirements(FrameworkWiring framework, BiFunction<String, String, Optional<String>> features) {
        this.framework = framework;
        this.features = features;
    }

    /** Returns all reasons why a bundle is not resolved; empty if it could be resolved, as far as its requirements tell. */
    List<Finding> of(Bundle bundle) {
        List<Finding> problems = new ArrayList<>(missing(bundle));
        for (BundleRequirement requirement : needed(bundle)) {
            Collection<BundleCapability> providers = framework.findProviders(requirement);
            if (!providers.isEmpty() && providers.stream().allMatch(UnresolvedRequirements::isUnresolved)) {
                Bundle provider = providers.iterator().next().getRevision().getBundle();
                problems.add(new Finding(
                        "provider-not-live",
                        "it needs " + thing(requirement) + " of " + bundleOf(provider) + ", which cannot run itself",
                        "Solve that first: plugin:doctor " + provider.getSymbolicName()));
            }
        }
        return problems;
    }

    /** Whether there is a provider for each requirement of a bundle. */
    boolean areMet(Bundle bundle) {
        return needed(bundle).stream()
                .noneMatch(requirement -> framework.findProviders(requirement).isEmpty());
    }

    /** Describes the requirements that no bundle satisfies; empty if all are satisfied. */
    List<Finding> missing(Bundle bundle) {
        return missing(needed(bundle));
    }

    /** Describes the requirements that no bundle satisfies. Ignores those that only matter later than at resolving. */
    List<Finding> missing(Collection<? extends Requirement> requirements) {
        List<Finding> found = new ArrayList<>();
        Map<Library, List<Requirement>> libraries = new LinkedHashMap<>();
        List<Requirement> needless = new ArrayList<>();
        List<Requirement> unknown = new ArrayList<>();
        for (Requirement requirement : requirements) {
            if (isNeeded(requirement) && framework.findProviders(requirement).isEmpty()) {
                Optional<Finding> finding = particular(requirement);
                Optional<Library> library = Libraries.of(name(requirement));
                if (finding.isPresent()) {
                    found.add(finding.get());
                } else if (library.filter(Library::isNeedless).isPresent()) {
                    needless.add(requirement);
                } else if (library.isPresent()) {
                    libraries
                            .computeIfAbsent(library.get(), none -> new ArrayList<>())
                            .add(requirement);
                } else {
                    unknown.add(requirement);
                }
            }
        }
        libraries.forEach((library, packages) -> found.add(inLibrary(library, packages)));
        if (!unknown.isEmpty()) {
            found.add(unknown(unknown));
        }
        if (!needless.isEmpty()) {
            found.add(needless(needless));
        }
        return found;
    }

    /** Describes a requirement that nothing satisfies. */
    Finding inWords(Requirement requirement) {
        return particular(requirement)
                .or(() -> Libraries.of(name(requirement))
                        .map(library -> library.isNeedless()
                                ? needless(List.of(requirement))
                                : inLibrary(library, List.of(requirement))))
                .orElseGet(() -> unknown(List.of(requirement)));
    }

    /** Describes a requirement that is not merely a package that nobody has. */
    private Optional<Finding> particular(Requirement requirement) {
        String namespace = requirement.getNamespace();
        Map<String, Object> attributes = requirement.getAttributes();
        if (FEATURE.equals(attributes.get(IdentityNamespace.CAPABILITY_TYPE_ATTRIBUTE))) {
            return Optional.of(new Finding(
                    "missing-feature",
                    "it needs the feature " + attributes.get(IdentityNamespace.IDENTITY_NAMESPACE)
                            + ", which no features repository has",
                    "Add the features repository of that feature to the KAR, with its bundles"));
        }
        if (namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            Matcher java = JAVA.matcher(filter(requirement));
            return Optional.of(newerJava(
                    "it needs Java " + (java.find() ? java.group(1) : filter(requirement)) + "; this is Java "
                            + Runtime.version().feature(),
                    ""));
        }
        if (namespace.equals(HostNamespace.HOST_NAMESPACE)
                && otherVersions(requirement).isEmpty()) {
            return Optional.of(new Finding(
                    "fragment-without-host",
                    "it is a fragment, a part without a life of its own, of the bundle " + name(requirement)
                            + ", which is not installed",
                    "Install " + name(requirement)
                            + " first, or remove Fragment-Host from bnd.bnd to make it a plugin of its own"));
        }
        List<BundleCapability> others = otherVersions(requirement);
        if (!others.isEmpty()) {
            return Optional.of(otherVersion(requirement, others));
        }
        Optional<Finding> moved = javax(requirement);
        if (moved.isPresent()) {
            return moved;
        }
        Optional<String> feature = features.apply(namespace, filter(requirement));
        if (feature.isPresent()) {
            return Optional.of(new Finding(
                    "missing-feature",
                    "it needs " + thing(requirement) + " of the feature " + feature.get() + ", which is not installed",
                    "Install it in the shell: feature:install " + feature.get()));
        }
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE -> Optional.empty();
            case BundleNamespace.BUNDLE_NAMESPACE ->
                Optional.of(
                        new Finding(
                                "missing-bundle",
                                "it needs " + thing(requirement) + ", which is not installed",
                                "Install it first, or remove Require-Bundle from bnd.bnd: bnd imports the packages that you use"));
            default -> Optional.of(capability(requirement));
        };
    }

    /** Describes a class file or a requirement for a Java version that the platform does not run on. */
    static Finding newerJava(String problem, String where) {
        return new Finding(
                "newer-java",
                problem,
                "Compile for this version: <maven.compiler.release>"
                        + Runtime.version().feature() + "</maven.compiler.release> in pom.xml",
                where);
    }

    private Finding otherVersion(Requirement requirement, List<BundleCapability> others) {
        Set<String> there = new TreeSet<>();
        Set<String> versions = new TreeSet<>();
        for (BundleCapability other : others) {
            Object version = other.getAttributes().get(versionOf(requirement.getNamespace()));
            there.add((version == null ? "one without a version" : version) + " of "
                    + bundleOf(other.getRevision().getBundle()));
            versions.add(String.valueOf(version));
        }
        boolean isPackage = requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE);
        return new Finding(
                "other-version",
                "it needs " + thing(requirement) + ", and there is " + String.join(", ", there),
                isPackage
                        ? "Build against what is there: set the version of the dependency in pom.xml that has "
                                + name(requirement) + " to the one of this platform (its package version is "
                                + String.join(" or ", versions) + "), and build again"
                        : "Change the version in the header of bnd.bnd to " + String.join(" or ", versions));
    }

    private static String versionOf(String namespace) {
        return namespace.equals(BundleNamespace.BUNDLE_NAMESPACE) || namespace.equals(HostNamespace.HOST_NAMESPACE)
                ? Constants.BUNDLE_VERSION_ATTRIBUTE
                : Constants.VERSION_ATTRIBUTE;
    }

    /** Describes a package of Jakarta EE 9 or later, if the platform has the same of Java EE. */
    private Optional<Finding> javax(Requirement requirement) {
        String name = name(requirement);
        if (!requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) || !name.startsWith(JAKARTA)) {
            return Optional.empty();
        }
        String former = "javax." + name.substring(JAKARTA.length());
        return framework
                        .findProviders(new AnyVersion(
                                PackageNamespace.PACKAGE_NAMESPACE,
                                "(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + former + ")"))
                        .isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        "jakarta",
                        "it needs the package " + name + ", and the platform has " + former,
                        Hints.javax(name)));
    }

    private Finding capability(Requirement requirement) {
        String namespace = requirement.getNamespace();
        Set<String> there = new TreeSet<>();
        framework
                .findProviders(new AnyVersion(namespace, "(" + namespace + "=*)"))
                .forEach(one -> there.add(String.valueOf(one.getAttributes().get(namespace))));
        return new Finding(
                "missing-capability",
                "it needs " + thing(requirement) + ", which no bundle provides",
                there.isEmpty() || there.size() > MOST_NAMED
                        ? "Remove it from Require-Capability in bnd.bnd, or install the bundle that provides it"
                        : "Correct it in Require-Capability in bnd.bnd; there is: " + String.join(", ", there));
    }

    private static Finding inLibrary(Library library, List<Requirement> packages) {
        return new Finding(
                "missing-library",
                "it needs " + things(packages) + " of a library, which no bundle exports",
                library.remedy());
    }

    private static Finding needless(List<Requirement> packages) {
        return new Finding(
                "needless-import",
                "it imports " + things(packages) + ", which nothing needs at run time and no bundle exports",
                "Leave it out: add the line 'Import-Package: "
                        + packages.stream().map(one -> "!" + name(one) + ", ").collect(Collectors.joining())
                        + "*' to bnd.bnd");
    }

    private static Finding unknown(List<Requirement> packages) {
        String names = packages.stream()
                .map(UnresolvedRequirements::name)
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        return new Finding(
                "missing-package",
                "it needs " + things(packages) + ", which no bundle exports",
                "If another plugin exports it, install that plugin first; if a library has it, add the library to the"
                        + " dependencies in pom.xml" + Libraries.embedding(names));
    }

    private static String things(List<Requirement> packages) {
        if (packages.size() == 1) {
            return thing(packages.get(0));
        }
        return "the packages "
                + packages.stream()
                        .limit(MOST_NAMED)
                        .map(one -> name(one) + range(filter(one)))
                        .collect(Collectors.joining(", "))
                + (packages.size() > MOST_NAMED ? " and " + (packages.size() - MOST_NAMED) + " more" : "");
    }

    private static List<BundleRequirement> needed(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        // a bundle that was uninstalled meanwhile has none
        return revision == null
                ? List.of()
                : revision.getDeclaredRequirements(null).stream()
                        .filter(UnresolvedRequirements::isNeeded)
                        .toList();
    }

    private static boolean isNeeded(Requirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        return Namespace.RESOLUTION_MANDATORY.equals(directives.getOrDefault(
                        Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE, Namespace.RESOLUTION_MANDATORY))
                && Namespace.EFFECTIVE_RESOLVE.equals(directives.getOrDefault(
                        Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE));
    }

    private static boolean isUnresolved(BundleCapability provider) {
        return provider.getRevision().getBundle().getState() == Bundle.INSTALLED;
    }

    /** Returns capabilities that differ from the requirement only in their version. */
    private List<BundleCapability> otherVersions(Requirement requirement) {
        Matcher name = NAME.matcher(filter(requirement));
        return name.find()
                ? List.copyOf(framework.findProviders(new AnyVersion(requirement.getNamespace(), name.group())))
                : List.of();
    }

    /** Returns the name of the required package, bundle or capability. */
    private static String name(Requirement requirement) {
        Matcher name = NAME.matcher(filter(requirement));
        return name.find() ? name.group(2) : filter(requirement);
    }

    private static String thing(Requirement requirement) {
        String filter = filter(requirement);
        String named = name(requirement);
        String range = range(filter);
        return switch (requirement.getNamespace()) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "the package " + named + range;
            case BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE -> "the bundle " + named + range;
            case "osgi.extender" -> "the extender " + named + range;
            case "osgi.implementation" -> "an implementation of " + named + range;
            default -> requirement.getNamespace() + " " + filter;
        };
    }

    private static String range(String filter) {
        Matcher from = FROM.matcher(filter);
        Matcher below = BELOW.matcher(filter);
        if (!from.find()) {
            return "";
        }
        return below.find() ? " [" + from.group(1) + ", " + below.group(1) + ")" : " " + from.group(1) + " or later";
    }

    private static String filter(Requirement requirement) {
        return requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
    }

    private static String bundleOf(Bundle bundle) {
        return bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
    }

    /** A requirement for a name in any version. */
    record AnyVersion(String namespace, String filter) implements Requirement {
        @Override
        public String getNamespace() {
            return namespace;
        }

        @Override
        public Map<String, String> getDirectives() {
            return Map.of(Namespace.REQUIREMENT_FILTER_DIRECTIVE, filter);
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        public Resource getResource() {
            throw new UnsupportedOperationException("it is a question, and belongs to no bundle");
        }
    }
}
