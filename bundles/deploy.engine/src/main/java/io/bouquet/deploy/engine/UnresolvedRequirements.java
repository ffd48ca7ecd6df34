package io.bouquet.deploy.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
record UnresolvedRequirements(FrameworkWiring framework) {
    private static final Pattern NAME = Pattern.compile("\\(([\\w.]+)=([^)]+)\\)");
    private static final Pattern FROM = Pattern.compile("(?<!!)\\((?:bundle-)?version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]+)\\)\\)");
    /** The type of Karaf's capabilities for features. */
    private static final String FEATURE = "karaf.feature";

    private static final Pattern JAVA = Pattern.compile("\\(version[=>]+([^)]+)\\)");

    /** Returns all reasons why a bundle is not resolved; never empty. */
    List<String> of(Bundle bundle) {
        List<String> problems = new ArrayList<>(missing(bundle));
        for (BundleRequirement requirement : needed(bundle)) {
            Collection<BundleCapability> providers = framework.findProviders(requirement);
            if (!providers.isEmpty() && providers.stream().allMatch(UnresolvedRequirements::isUnresolved)) {
                problems.add("it needs " + thing(requirement) + " of "
                        + bundleOf(providers.iterator().next()) + ", which is not resolved itself");
            }
        }
        if (problems.isEmpty()) {
            problems.add("all that it needs is there, so it was never started, or its needs do not fit together;"
                    + " bundle:start " + bundle.getBundleId() + " tells");
        }
        return problems;
    }

    /** Describes the requirements that no bundle satisfies; empty if all are satisfied. */
    List<String> missing(Bundle bundle) {
        return needed(bundle).stream()
                .filter(requirement -> framework.findProviders(requirement).isEmpty())
                .map(this::inWords)
                .toList();
    }

    private static List<BundleRequirement> needed(Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream()
                .filter(UnresolvedRequirements::isNeeded)
                .toList();
    }

    private static boolean isNeeded(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        return Namespace.RESOLUTION_MANDATORY.equals(directives.getOrDefault(
                        Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE, Namespace.RESOLUTION_MANDATORY))
                && Namespace.EFFECTIVE_RESOLVE.equals(directives.getOrDefault(
                        Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE));
    }

    private static boolean isUnresolved(BundleCapability provider) {
        return provider.getRevision().getBundle().getState() == Bundle.INSTALLED;
    }

    /** Describes a requirement that nothing satisfies. */
    String inWords(Requirement requirement) {
        Map<String, Object> attributes = requirement.getAttributes();
        if (FEATURE.equals(attributes.get(IdentityNamespace.CAPABILITY_TYPE_ATTRIBUTE))) {
            return "it needs the feature " + attributes.get(IdentityNamespace.IDENTITY_NAMESPACE)
                    + ", which no features repository has";
        }
        if (requirement.getNamespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            Matcher java = JAVA.matcher(filter(requirement));
            return "it needs Java " + (java.find() ? java.group(1) : filter(requirement)) + "; this is Java "
                    + Runtime.version().feature();
        }
        String verb = requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) ? "exports" : "provides";
        String missing = "it needs " + thing(requirement) + ", which no bundle " + verb;
        String others = otherVersions(requirement);
        return others.isEmpty() ? missing : missing + " in that version; there is " + others;
    }

    /**
     * Returns capabilities that differ from the requirement only in their version; the empty string if there are none.
     */
    private String otherVersions(Requirement requirement) {
        String namespace = requirement.getNamespace();
        Matcher name = NAME.matcher(filter(requirement));
        if (!name.find()) {
            return "";
        }
        TreeSet<String> others = new TreeSet<>();
        for (BundleCapability other : framework.findProviders(new AnyVersion(namespace, name.group()))) {
            Object version = other.getAttributes()
                    .get(
                            namespace.equals(BundleNamespace.BUNDLE_NAMESPACE)
                                            || namespace.equals(HostNamespace.HOST_NAMESPACE)
                                    ? Constants.BUNDLE_VERSION_ATTRIBUTE
                                    : Constants.VERSION_ATTRIBUTE);
            others.add((version == null ? "one without a version" : version) + " of " + bundleOf(other));
        }
        return String.join(", ", others);
    }

    private static String thing(Requirement requirement) {
        String filter = filter(requirement);
        Matcher name = NAME.matcher(filter);
        String named = name.find() ? name.group(2) : filter;
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

    private static String bundleOf(BundleCapability capability) {
        Bundle bundle = capability.getRevision().getBundle();
        return bundle.getSymbolicName() + " [" + bundle.getBundleId() + "]";
    }

    /** A requirement for a name in any version. */
    private record AnyVersion(String namespace, String filter) implements Requirement {
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
