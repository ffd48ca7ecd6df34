package io.bouquet.deploy.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** Tells in words what a bundle needs that is not there, and what comes near. */
record MissingRequirements(FrameworkWiring framework) {
    private static final Pattern NAME = Pattern.compile("\\(([\\w.]+)=([^)]+)\\)");
    private static final Pattern FROM = Pattern.compile("(?<!!)\\((?:bundle-)?version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]+)\\)\\)");

    List<String> of(Bundle bundle) {
        List<String> missing = new ArrayList<>();
        for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
            Map<String, String> directives = requirement.getDirectives();
            boolean optional =
                    Namespace.RESOLUTION_OPTIONAL.equals(directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                            || "dynamic".equals(directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
            boolean atResolving = Namespace.EFFECTIVE_RESOLVE.equals(
                    directives.getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE));
            if (!optional && atResolving && framework.findProviders(requirement).isEmpty()) {
                missing.add(inWords(requirement));
            }
        }
        return missing;
    }

    private String inWords(Requirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        Matcher name = NAME.matcher(filter);
        boolean named = name.find();
        boolean isPackage = requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE);
        String thing = (isPackage ? "the package " : requirement.getNamespace() + " ")
                + (named ? name.group(2) : filter)
                + range(filter);
        String missing = thing + ", which no bundle " + (isPackage ? "exports" : "provides");
        String others = named ? others(requirement.getNamespace(), name.group()) : "";
        return others.isEmpty() ? missing : missing + " in that version; there is " + others;
    }

    private static String range(String filter) {
        Matcher from = FROM.matcher(filter);
        Matcher below = BELOW.matcher(filter);
        if (!from.find()) {
            return "";
        }
        return below.find() ? " [" + from.group(1) + ", " + below.group(1) + ")" : " " + from.group(1) + " or later";
    }

    /** What would do but for its version. */
    private String others(String namespace, String filter) {
        TreeSet<String> others = new TreeSet<>();
        for (BundleCapability other : framework.findProviders(new AnyVersion(namespace, filter))) {
            Object version = other.getAttributes().get(Constants.VERSION_ATTRIBUTE);
            others.add((version == null ? "one" : version) + " of "
                    + other.getRevision().getBundle().getSymbolicName());
        }
        return String.join(", ", others);
    }

    /** A requirement's name without its versions. */
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
