package io.bouquet.deploy.engine;

import io.bouquet.deploy.RootCause;
import io.bouquet.deploy.engine.Libraries.Library;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.FrameworkWiring;

/** Tells what an exception from a plugin's own code means. */
final class CodeFailures {
    /** A class as a {@code NoClassDefFoundError} or a {@code ClassNotFoundException} names it. */
    private static final Pattern NO_CLASS = Pattern.compile(
            "java\\.lang\\.(?:NoClassDefFoundError|ClassNotFoundException): (?:Could not initialize class )?([\\w./$]+)");

    private static final Pattern STATIC = Pattern.compile("(?:at [\\w.$]+|[ ,]at [\\w.$]+)\\.<clinit>\\(");
    /** Where Declarative Services converts a value of a configuration to the type of its attribute. */
    private static final String CONVERSION = ".Annotations$Handler.invoke(";

    private CodeFailures() {}

    /**
     * A failure of a plugin's code.
     *
     * @param detail what was thrown, and where in the plugin's own code
     */
    record Failure(String code, String detail, String remedy) {}

    /**
     * @param what       what has failed: {@code component}, {@code activator}
     * @param stackTrace as Java prints it
     */
    static Failure of(String what, String stackTrace, Bundle bundle, Map<String, Object> configuration) {
        String cause = RootCause.of(stackTrace, bundle);
        Matcher none = NO_CLASS.matcher(stackTrace);
        String last = "";
        boolean initialized = stackTrace.contains("Could not initialize class");
        while (none.find()) {
            last = none.group(1).replace('/', '.');
        }
        if (!last.isEmpty() && !initialized && bundle.getEntry(last.replace('.', '/') + ".class") == null) {
            return new Failure(
                    "missing-class",
                    "it uses the class " + last + ", which it does not see" + at(cause),
                    importing(last, bundle));
        }
        if (stackTrace.contains(CONVERSION) && stackTrace.contains("ComponentException")) {
            return new Failure("wrong-value", wrongValue(cause, configuration), settingRemedy(cause, configuration));
        }
        if (STATIC.matcher(cause).find() || initialized) {
            return new Failure(
                    "static-initializer-failed",
                    "a static initializer threw " + cause,
                    "Correct that line: a static field or static block runs when the class is first used, before the"
                            + " constructor");
        }
        return new Failure(what + "-failed", cause, "Correct that line, and install the plugin again");
    }

    private static String at(String cause) {
        int place = cause.indexOf(" at ");
        int end = cause.endsWith(")") && !cause.endsWith("java)") ? cause.length() - 1 : cause.length();
        return place < 0 ? "" : " (" + cause.substring(place + 1, end) + ")";
    }

    private static String wrongValue(String cause, Map<String, Object> configuration) {
        return setting(cause, configuration)
                .map(one -> "its setting " + one.getKey() + " = " + one.getValue()
                        + " cannot be converted to the type that its code asks for")
                .orElse("a value of its configuration cannot be converted: " + cause);
    }

    private static String settingRemedy(String cause, Map<String, Object> configuration) {
        Object pid = configuration.get(Constants.SERVICE_PID);
        String name = setting(cause, configuration).map(Map.Entry::getKey).orElse("NAME");
        return "Set another value: config:property-set --pid " + (pid == null ? "PID" : pid) + " " + name + " VALUE";
    }

    private static Optional<Map.Entry<String, Object>> setting(String cause, Map<String, Object> configuration) {
        return new TreeMap<>(configuration)
                .entrySet().stream()
                        .filter(one -> cause.contains("\"" + one.getValue() + "\""))
                        .findFirst();
    }

    /** Returns how a bundle gets a class that it does not see. */
    private static String importing(String type, Bundle bundle) {
        String name = type.contains(".") ? type.substring(0, type.lastIndexOf('.')) : "";
        Bundle framework = bundle.getBundleContext() == null
                ? null
                : bundle.getBundleContext().getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        FrameworkWiring wiring = framework == null ? null : framework.adapt(FrameworkWiring.class);
        boolean exported = wiring != null
                && !wiring.findProviders(new UnresolvedRequirements.AnyVersion(
                                PackageNamespace.PACKAGE_NAMESPACE,
                                "(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + name + ")"))
                        .isEmpty();
        if (exported) {
            return "The platform has the package: add it to Import-Package in bnd.bnd, or remove the line there, since bnd"
                    + " imports what is used";
        }
        return Libraries.of(name)
                .map(Library::remedy)
                .orElse("Put its library into the plugin: add the library to the dependencies in pom.xml"
                        + Libraries.embedding(name));
    }
}
