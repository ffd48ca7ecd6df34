package io.bouquet.console;

import java.util.Optional;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * The cookies of the console. Browsers share cookies between the ports of one host. The name contains the port, so that
 * two instances on one machine do not log each other out.
 */
enum ConsoleCookie {
    /** Lax, so that users who follow a link from a chat or a mail are logged in. */
    SESSION("bouquet", "Lax"),
    /** The CSRF token of the login form; the form contains the same token. */
    LOGIN("bouquet-login", "Strict");

    private final String prefix;
    private final String sameSite;

    ConsoleCookie(String prefix, String sameSite) {
        this.prefix = prefix;
        this.sameSite = sameSite;
    }

    Optional<String> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            String name = name(request);
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    void write(HttpServletRequest request, HttpServletResponse response, String value) {
        response.addHeader("Set-Cookie", header(request, value));
    }

    void clear(HttpServletRequest request, HttpServletResponse response) {
        response.addHeader("Set-Cookie", header(request, "") + "; Max-Age=0");
    }

    private String name(HttpServletRequest request) {
        return prefix + "-" + request.getLocalPort();
    }

    // by hand, because the Servlet API's Cookie has no SameSite
    private String header(HttpServletRequest request, String value) {
        return name(request) + "=" + value + "; Path=/; HttpOnly; SameSite=" + sameSite
                + (request.isSecure() ? "; Secure" : "");
    }
}
