package io.bouquet.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletRequest;

/** Paths of the console. */
final class ConsolePath {
    static final String ROOT = "/console";
    static final String LOGIN = ROOT + "/login";
    static final String LOGOUT = ROOT + "/logout";
    static final String ASSETS = ROOT + "/assets/";
    /** The documentation of the API, which is served beside the console; nothing can be changed there. */
    private static final String DOCS = "/docs";
    /** The page of the documentation asks for this every few seconds. */
    static final String OPENAPI = "/openapi.json";

    private static final String ENDED = "ended=yes";
    private static final int LONGEST_NEXT = 2000;

    private ConsolePath() {}

    /** Returns the path that the container dispatches on: decoded and normalised, unlike the request line. */
    static String of(HttpServletRequest request) {
        String servlet = request.getServletPath();
        String info = request.getPathInfo();
        return (servlet == null ? "" : servlet) + (info == null ? "" : info);
    }

    static boolean isConsole(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    static boolean isDocs(String path) {
        return path.equals(DOCS) || path.startsWith(DOCS + "/") || path.equals(OPENAPI);
    }

    /** Returns the address of the login page that leads back to the requested page. */
    static String login(HttpServletRequest request) {
        String next = request.getRequestURI();
        if (request.getQueryString() != null && request.getMethod().equals("GET")) {
            next += "?" + request.getQueryString();
        }
        String query =
                next.equals(ROOT) || !isNext(next) ? "" : "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        // a session cookie or a form shows that the user was logged in before
        if (ConsoleCookie.SESSION.read(request).isPresent()
                || request.getMethod().equals("POST")) {
            query += (query.isEmpty() ? "?" : "&") + ENDED;
        }
        return LOGIN + query;
    }

    /** Returns whether the login page is shown because a session has ended. */
    static boolean isEnded(HttpServletRequest request) {
        return request.getMethod().equals("GET") && ("&" + request.getQueryString() + "&").contains("&" + ENDED + "&");
    }

    /** Returns the page after the login: {@code next} if it is a page of ours, otherwise the first page of the console. */
    static String next(String next) {
        return isNext(next) ? next : ROOT;
    }

    private static String path(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }

    /** Browsers read {@code \} as {@code /} and drop tabs and newlines, so a valid path has none of them. */
    private static boolean isNext(String next) {
        return next.length() <= LONGEST_NEXT
                && (isConsole(path(next)) || isDocs(path(next)))
                && next.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')
                && !next.contains("//")
                && !next.contains("..")
                && !next.startsWith(LOGIN)
                && !next.startsWith(LOGOUT);
    }
}
