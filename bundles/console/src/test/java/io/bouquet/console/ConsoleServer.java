package io.bouquet.console;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.console.spi.ConsolePage;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;

/** The console in a real container, and a browser that has cookies but no script. */
final class ConsoleServer {
    static final String REQUEST_ID = "request-77";

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));
    final ConsolePages pages = new ConsolePages();
    final ConsoleSessions sessions = new ConsoleSessions(now::get, Duration.ofMinutes(30), Duration.ofHours(12), 3, 3);
    final ConsoleServlet servlet = new ConsoleServlet(pages, sessions);
    volatile @Nullable LoginDeferredException deferred;
    private final SessionAuthenticator authenticator = new SessionAuthenticator(sessions);
    private final Server server = new Server(new InetSocketAddress("127.0.0.1", 0));

    ConsoleServer() throws Exception {
        servlet.accounts = new OneAccount();
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(servlet), "/console/*");
        context.addServlet(new ServletHolder(new Docs()), "/docs");
        context.addServlet(new ServletHolder(new Docs()), "/openapi.json");
        context.addFilter(new FilterHolder(new Door()), "/*", EnumSet.of(DispatcherType.REQUEST));
        server.setHandler(context);
        server.start();
    }

    void add(String path, String title, int order, ConsolePage page) {
        pages.addPage(
                page, Map.of("console.page.path", path, "console.page.title", title, "console.page.order", order));
    }

    Browser browser() {
        return new Browser(URI.create("http://127.0.0.1:" + server.getURI().getPort()));
    }

    void stop() throws Exception {
        server.stop();
    }

    /** Knows {@code admin} with {@code correct horse}. */
    private final class OneAccount implements Accounts {
        @Override
        public Optional<Account> authenticate(String name, String password, String address) {
            LoginDeferredException why = deferred;
            if (why != null) {
                throw why;
            }
            return name.equals("admin") && password.equals("correct horse")
                    ? Optional.of(new Account("admin", java.util.Set.of(Account.ADMIN)))
                    : Optional.empty();
        }

        @Override
        public List<Account> list() {
            return List.of();
        }

        @Override
        public Account create(String name, String password, List<String> groups) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public void changePassword(String name, String password) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public Account changeGroups(String name, java.util.Set<String> groups) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public void remove(String name) {
            throw new IllegalArgumentException(name);
        }
    }

    /** What the room {@code web} does in front of every servlet, as far as the console depends on it. */
    private final class Door implements Filter {
        @Override
        public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest request = (HttpServletRequest) servletRequest;
            HttpServletResponse response = (HttpServletResponse) servletResponse;
            response.setHeader("X-Request-Id", REQUEST_ID);
            if (authenticator.authenticate(request).isPresent() || authenticator.isPublic(request)) {
                chain.doFilter(request, response);
            } else if (!authenticator.challenge(request, response)) {
                response.setStatus(401);
            }
        }
    }

    /** Stands for the documentation of the API, which another bundle serves. */
    private static final class Docs extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(200);
        }
    }

    /** Follows no redirect by itself, so that tests see them. */
    static final class Browser {
        private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

        final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        private final URI server;
        private final HttpClient client;

        private Browser(URI server) {
            this.server = server;
            this.client = HttpClient.newBuilder().cookieHandler(cookies).build();
        }

        HttpResponse<String> get(String path, String... headers) throws Exception {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(server + path)).header("Accept", "text/html,*/*;q=0.8");
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), BodyHandlers.ofString());
        }

        HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
            StringBuilder body = new StringBuilder();
            form.forEach((name, value) -> body.append(body.length() == 0 ? "" : "&")
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
            return client.send(
                    HttpRequest.newBuilder(URI.create(server + path))
                            .header("Accept", "text/html,*/*;q=0.8")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                            .build(),
                    BodyHandlers.ofString());
        }

        /** Sends a form with a file, whose content is {@code content}. */
        HttpResponse<String> upload(String path, String csrf, String content) throws Exception {
            String body = "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + csrf
                    + "\r\n--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nwith a note"
                    + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\x\\a.jar\"\r\n"
                    + "Content-Type: application/java-archive\r\n\r\n" + content + "\r\n--b--\r\n";
            return client.send(
                    HttpRequest.newBuilder(URI.create(server + path))
                            .header("Accept", "text/html,*/*;q=0.8")
                            .header("Content-Type", "multipart/form-data; boundary=b")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        }

        HttpResponse<String> logIn(String password, String next) throws Exception {
            String form = get("/console/login").body();
            return post(
                    "/console/login", Map.of("csrf", csrf(form), "name", "admin", "password", password, "next", next));
        }

        Browser loggedIn() throws Exception {
            HttpResponse<String> answer = logIn("correct horse", "");
            if (answer.statusCode() != 303) {
                throw new AssertionError("login gave " + answer.statusCode());
            }
            return this;
        }

        @Nullable
        String cookie(String prefix) {
            return cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals(prefix + "-" + server.getPort()))
                    .map(java.net.HttpCookie::getValue)
                    .findFirst()
                    .orElse(null);
        }

        static String csrf(String html) {
            Matcher field = CSRF.matcher(html);
            if (!field.find()) {
                throw new AssertionError("no CSRF field in " + html);
            }
            return field.group(1);
        }
    }
}
