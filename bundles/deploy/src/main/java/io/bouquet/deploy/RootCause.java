package io.bouquet.deploy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;

/**
 * Describes the innermost cause of a failure in one line, with the place in the bundle's own code. Wrappers such as
 * {@code InvocationTargetException} tell an author nothing.
 */
public final class RootCause {
    private static final String CAUSED_BY = "Caused by: ";
    /** {@code at com.example.Words.<init>(Words.java:12)}, with a class loader or module before and a bundle after. */
    private static final Pattern FRAME =
            Pattern.compile("\\s*at (?:[^\\s(]*/)?([\\w.$]+)\\.([\\w$<>]+)\\(([^)]*)\\).*");

    private static final Pattern CAUSE = Pattern.compile("([\\w.$]+): (.+)");

    private RootCause() {}

    /** Returns the root cause of an exception. */
    public static String of(Throwable problem, Bundle bundle) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        return of(text.toString(), bundle);
    }

    /**
     * Returns the root cause in a stack trace as Java prints it.
     *
     * @param bundle the bundle that failed
     */
    public static String of(String stackTrace, Bundle bundle) {
        List<List<String>> causes = new ArrayList<>();
        causes.add(new ArrayList<>());
        stackTrace.lines().forEach(line -> {
            if (line.strip().startsWith(CAUSED_BY)) {
                causes.add(new ArrayList<>());
            }
            causes.get(causes.size() - 1).add(line);
        });
        String cause = causes.get(causes.size() - 1).stream()
                .findFirst()
                .map(line -> line.strip().replaceFirst("^" + CAUSED_BY, ""))
                .orElse("the log has the cause");
        for (int i = causes.size() - 1; i >= 0; i--) {
            Optional<String> place = causes.get(i).stream()
                    .flatMap(line -> frame(line, bundle).stream())
                    .findFirst();
            if (place.isPresent()) {
                return text(cause, " " + place.get());
            }
        }
        return text(cause, "");
    }

    /** Puts the message before the type: users need the message, the author needs the type. */
    private static String text(String cause, String place) {
        Matcher parts = CAUSE.matcher(cause);
        return parts.matches()
                ? parts.group(2) + " (" + parts.group(1) + place + ")"
                : cause + (place.isEmpty() ? "" : "," + place);
    }

    private static Optional<String> frame(String line, Bundle bundle) {
        Matcher frame = FRAME.matcher(line);
        return frame.matches() && isOf(bundle, frame.group(1))
                ? Optional.of("at " + frame.group(1) + "." + frame.group(2) + "(" + frame.group(3) + ")")
                : Optional.empty();
    }

    private static boolean isOf(Bundle bundle, String type) {
        try {
            return bundle.getEntry(type.replace('.', '/') + ".class") != null;
        } catch (IllegalStateException gone) {
            return false;
        }
    }
}
