package io.bouquet.web.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The host names for which the platform answers. In a DNS rebinding attack a page of another site reaches the platform under
 * the name of that site. So a name must be {@code localhost} or configured. Addresses are allowed: no attacker can own one.
 */
final class Hosts {
    private static final String ANY = "*";

    private final Set<String> names = new HashSet<>();
    private final boolean allowsAny;

    /** @param names names without ports; {@code *.example.org} for all names below, {@code *} for all names */
    Hosts(List<String> names) {
        this.allowsAny = names.contains(ANY);
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
    }

    /** @param host name or address, without port */
    boolean allow(String host) {
        if (allowsAny || host.equals("localhost") || isAddress(host)) {
            return true;
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.equals("localhost") || name.endsWith(".localhost") || names.contains(name)) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (names.contains(ANY + name.substring(dot))) {
                return true;
            }
        }
        return false;
    }

    /** No top-level domain ends in a digit, and browsers write each form of an IPv4 address as four numbers. */
    private static boolean isAddress(String host) {
        return host.isEmpty() || host.indexOf(':') >= 0 || Character.isDigit(host.charAt(host.length() - 1));
    }
}
