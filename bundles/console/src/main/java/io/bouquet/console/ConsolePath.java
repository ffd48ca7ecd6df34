package io.bouquet.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletRequest;

/** Where things are. */
final class ConsolePath {
    static final String ROOT = "/console";
    static final String LOGIN = ROOT + "/login";
    static final String LOGOUT = ROOT + "/logout";
    static final String ASSETS = ROOT + "/assets/";

    private static final String ENDED = "ended=yes";
    private static final int LONGEST_NEXT = 2000;

    private ConsolePath() {}

    /** The path that the container dispatches on: decoded and normal, unlike the request line. */
    static String of(HttpServletRequest request) {
        String servlet = request.getServletPath();
        String info = request.getPathInfo();
        return (servlet == null ? "" : servlet) + (info == null ? "" : info);
    }

    static boolean isConsole(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    /** The login page that leads back to what {@code request} asked for. */
    static String login(HttpServletRequest request) {
        String next = request.getRequestURI();
        if (request.getQueryString() != null && request.getMethod().equals("GET")) {
            next += "?" + request.getQueryString();
        }
        String query =
                next.equals(ROOT) || !isNext(next) ? "" : "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        // who has the cookie of a session, or a page with a form, is not a stranger
        if (ConsoleCookie.SESSION.read(request).isPresent()
                || request.getMethod().equals("POST")) {
            query += (query.isEmpty() ? "?" : "&") + ENDED;
        }
        return LOGIN + query;
    }

    /** Whether the login page is shown because a session has ended. */
    static boolean isEnded(HttpServletRequest request) {
        return request.getMethod().equals("GET") && ("&" + request.getQueryString() + "&").contains("&" + ENDED + "&");
    }

    /** Where to go after login: {@code next} where it is a page of this console, else the console's first page. */
    static String next(String next) {
        return isNext(next) ? next : ROOT;
    }

    /** Browsers read {@code \} as {@code /} and drop tabs and newlines, so none of them may be there. */
    private static boolean isNext(String next) {
        return next.length() <= LONGEST_NEXT
                && (next.equals(ROOT) || next.startsWith(ROOT + "/") || next.startsWith(ROOT + "?"))
                && next.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')
                && !next.contains("//")
                && !next.contains("..")
                && !next.startsWith(LOGIN)
                && !next.startsWith(LOGOUT);
    }
}
