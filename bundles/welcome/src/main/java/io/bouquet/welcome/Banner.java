package io.bouquet.welcome;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * The banner.
 *
 * @param sshPort  port of the shell; 0 if SSH is off
 * @param password random password of 'admin'; the empty string if the operator has chosen one
 */
record Banner(String version, URI base, int sshPort, Duration uptime, String password) {
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(Locale.ROOT, "%n  Bouquet %s, ready in %.1f s%n%n", version, uptime.toMillis() / 1000.0));
        line(text, "Console", base.resolve("/console"));
        line(text, "API docs", base.resolve("/docs"));
        line(text, "Guide", base.resolve("/docs/guide"));
        line(text, "Health", base.resolve("/api/health/ready"));
        if (!password.isEmpty()) {
            line(text, "Account", "admin, password " + password + " (shown this once)");
        }
        line(text, "Shell", sshPort == 0 ? "off" : "ssh -p " + sshPort + " admin@" + base.getHost());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(String.format(Locale.ROOT, "  %-9s %s%n", name, value));
    }
}
