package io.bouquet.deploy.engine;

import io.bouquet.deploy.Finding;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** Tells why a bundle did not start, without the words of the framework's resolver. */
final class StartFailures {
    private static final Pattern USES = Pattern.compile("package '([^']+)'");
    private static final Pattern RESOURCES = Pattern.compile("from resources? (\\S+) \\[.*?\\)](?: and (\\S+) \\[)?");

    private StartFailures() {}

    static List<Finding> of(BundleException e, Bundle bundle, Bundles bundles) {
        if (e.getType() == BundleException.ACTIVATOR_ERROR || e.getCause() instanceof ClassNotFoundException) {
            return List.of(activator(e, bundle));
        }
        if (bundle.getState() == Bundle.INSTALLED) {
            return unresolved(e, bundle, bundles);
        }
        return List.of(
                new Finding("not-started", oneLine(Words.of(e)), "Try again: bundle:start " + bundle.getBundleId()));
    }

    private static Finding activator(BundleException e, Bundle bundle) {
        String activator = bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATOR);
        if (activator != null && bundle.getEntry(activator.strip().replace('.', '/') + ".class") == null) {
            return new Finding(
                    "missing-activator",
                    "its Bundle-Activator " + activator + " is not in the JAR",
                    "Correct the line 'Bundle-Activator' in bnd.bnd, or remove it: components need none",
                    Constants.BUNDLE_ACTIVATOR);
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        CodeFailures.Failure failure = CodeFailures.of("activator", text.toString(), bundle, Map.of());
        return new Finding(
                failure.code(),
                oneLine("its activator does not work: " + failure.detail()),
                failure.remedy(),
                activator == null ? "" : activator.strip());
    }

    private static List<Finding> unresolved(BundleException e, Bundle bundle, Bundles bundles) {
        List<Finding> missing = bundles.unresolved(bundle);
        if (!missing.isEmpty()) {
            return missing;
        }
        Optional<Finding> rival = singleton(bundle, bundles);
        if (rival.isPresent()) {
            return List.of(rival.get());
        }
        String message = String.valueOf(e.getMessage());
        Matcher uses = USES.matcher(message);
        if (message.contains("Uses constraint violation") && uses.find()) {
            return List.of(uses(message, uses.group(1), bundle));
        }
        return List.of(new Finding(
                "conflicting-packages",
                "the packages that it imports do not fit together: they come from several versions of one library",
                "Give the dependencies that the platform has the scope provided in pom.xml, and build against the versions of"
                        + " the platform"));
    }

    private static Finding uses(String message, String name, Bundle bundle) {
        Matcher resources = RESOURCES.matcher(message);
        String from = "";
        if (resources.find()) {
            from = resources.group(1) + (resources.group(2) == null ? "" : " and " + resources.group(2));
        }
        boolean own = message.contains("it exports package");
        String copies = own ? bundle.getSymbolicName() + (from.isEmpty() ? "" : " and " + from) : from;
        return new Finding(
                "api-twice",
                "it meets two copies of the package " + name + (copies.isEmpty() ? "" : ", of " + copies)
                        + ", and cannot use both",
                "Leave one copy: give the dependency with " + name + " the scope provided in pom.xml, and do not export"
                        + " or include the package in any plugin",
                name);
    }

    /** Looks for another version of the same bundle, which runs and allows no second one. */
    private static Optional<Finding> singleton(Bundle bundle, Bundles bundles) {
        if (!isSingleton(bundle)) {
            return Optional.empty();
        }
        return bundles.all().stream()
                .filter(other -> !other.equals(bundle)
                        && other.getState() != Bundle.INSTALLED
                        && String.valueOf(bundle.getSymbolicName()).equals(other.getSymbolicName())
                        && isSingleton(other))
                .findFirst()
                .map(other -> new Finding(
                        "singleton",
                        "only one version of it may run (singleton), and " + other.getVersion() + " runs",
                        "Remove that one: bundle:uninstall " + other.getBundleId()
                                + "; or remove ';singleton:=true' from Bundle-SymbolicName in bnd.bnd",
                        Constants.BUNDLE_SYMBOLICNAME));
    }

    private static boolean isSingleton(Bundle bundle) {
        String name = bundle.getHeaders("").get(Constants.BUNDLE_SYMBOLICNAME);
        return name != null
                && Stream.of(Parser.parseHeader(name))
                        .map(StartFailures::directive)
                        .anyMatch(Boolean::parseBoolean);
    }

    private static String directive(Clause clause) {
        return String.valueOf(clause.getDirective(Constants.SINGLETON_DIRECTIVE));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
