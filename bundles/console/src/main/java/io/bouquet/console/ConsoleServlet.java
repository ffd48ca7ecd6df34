package io.bouquet.console;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Audit;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.console.ConsolePages.Mounted;
import io.bouquet.console.Frame.Viewer;
import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.data.DatabaseUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /console}: the login, the assets, and the pages in their frame. */
@Component(service = Servlet.class)
@HttpWhiteboardServletName(ConsoleServlet.NAME)
@HttpWhiteboardServletPattern("/console/*")
public final class ConsoleServlet extends HttpServlet {
    static final String NAME = "bouquet-console";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleServlet.class);
    private static final int LONGEST_FORM = 2 * 1024 * 1024;
    private static final int LONGEST_LOGIN = 8 * 1024;
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final List<String> RECORDED = List.of("action", "policy", "version", "candidate", "percent", "plan");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,255}");

    private final transient ConsolePages pages;
    private final transient ConsoleSessions sessions;
    private final transient Frame frame = new Frame();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Accounts accounts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Audit audit;

    @Activate
    public ConsoleServlet(@Reference ConsolePages pages, @Reference ConsoleSessions sessions) {
        this.pages = pages;
        this.sessions = sessions;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = ConsolePath.of(request);
        Frame.secure(response);
        if (path.equals(ConsolePath.LOGIN)) {
            showLogin(request, response);
        } else if (!path.startsWith(ConsolePath.ASSETS)
                || !Assets.send(path.substring(ConsolePath.ASSETS.length()), request, response)) {
            answer(request, response, path);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = ConsolePath.of(request);
        Frame.secure(response);
        if (path.equals(ConsolePath.LOGIN)) {
            logIn(request, response);
        } else {
            answer(request, response, path);
        }
    }

    private void showLogin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String next;
        try {
            next = ConsolePath.next(Form.ofQuery(request).get("next"));
        } catch (PageException e) {
            next = ConsolePath.ROOT;
        }
        if (session(request).isPresent()) {
            Frame.redirect(response, next);
        } else {
            sendLogin(request, response, 200, next, "", "");
        }
    }

    private void logIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Form form;
        try {
            form = Form.ofBody(request, LONGEST_LOGIN);
        } catch (PageException e) {
            sendLogin(request, response, e.status(), ConsolePath.ROOT, "", e.getMessage());
            return;
        }
        String next = ConsolePath.next(form.get("next"));
        String name = form.get("name").strip();
        if (!Secret.same(ConsoleCookie.LOGIN.read(request).orElse(""), form.get("csrf"))) {
            sendLogin(
                    request,
                    response,
                    403,
                    next,
                    name,
                    "This form was open for too long, or your browser keeps no cookies. Please try again.");
            return;
        }
        Accounts known = accounts;
        if (known == null) {
            sendLogin(request, response, 503, next, name, "");
            return;
        }
        Optional<Account> account;
        try {
            account = known.authenticate(name, form.get("password"), request.getRemoteAddr());
        } catch (LoginDeferredException e) {
            response.setIntHeader("Retry-After", e.retryAfterSeconds());
            boolean tooMany = e.reason() == LoginDeferredException.Reason.TOO_MANY_WRONG;
            sendLogin(request, response, tooMany ? 429 : 503, next, name, why(e));
            return;
        }
        if (account.isEmpty()) {
            // one message for both, so that it does not reveal which names exist
            sendLogin(request, response, 403, next, name, "The name or the password is wrong.");
            return;
        }
        // a new id, so that an id planted before the login is useless (session fixation)
        ConsoleCookie.SESSION.read(request).ifPresent(sessions::end);
        ConsoleCookie.SESSION.write(
                request, response, sessions.create(account.get()).id());
        ConsoleCookie.LOGIN.clear(request, response);
        record(account.get().name(), request, "login to the console", "done");
        Frame.redirect(response, next);
    }

    private static String why(LoginDeferredException deferred) {
        int seconds = deferred.retryAfterSeconds();
        return switch (deferred.reason()) {
            case TOO_MANY_WRONG ->
                "Too many wrong passwords came from your address, so this one was not checked. Please try again in "
                        + seconds + (seconds == 1 ? " second." : " seconds.");
            case BUSY -> "Too many logins are waiting, so this one was not checked. Please try again soon.";
            case STORE_DOWN ->
                "Logins are not possible now, because the database of the accounts does not answer. Your password was"
                        + " not checked. Please try again soon.";
        };
    }

    private void sendLogin(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String next,
            String name,
            String problem)
            throws IOException {
        if (accounts == null) {
            response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
            frame.sendProblem(
                    response,
                    503,
                    Viewer.NOBODY,
                    "Logins are not possible yet",
                    "The accounts are not available: the platform or its database is starting. Please try again in"
                            + " some seconds.",
                    requestId(response));
            return;
        }
        String csrf = ConsoleCookie.LOGIN
                .read(request)
                .filter(token -> token.length() >= 32)
                .orElseGet(Secret::create);
        ConsoleCookie.LOGIN.write(request, response, csrf);
        frame.sendLogin(response, status, csrf, next, name, problem, ConsolePath.isEnded(request));
    }

    /** Answers users who are logged in and redirects others to the login page, whatever filters let through. */
    private void answer(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        Optional<ConsoleSession> session = session(request);
        String account = session.map(found -> found.account().name()).orElse(request.getRemoteUser());
        if (account == null) {
            Frame.redirect(response, ConsolePath.login(request));
            return;
        }
        String csrf = session.map(ConsoleSession::csrf).orElse("");
        List<Mounted> navigation = pages.list();
        String below =
                path.length() > ConsolePath.ROOT.length() + 1 ? path.substring(ConsolePath.ROOT.length() + 1) : "";
        int slash = below.indexOf('/');
        String first = slash < 0 ? below : below.substring(0, slash);
        Optional<Mounted> page = pages.at(first);
        Viewer viewer = Viewer.of(account, csrf, navigation, page.orElse(null));
        String change = "";
        try {
            boolean submitted = request.getMethod().equals("POST");
            Optional<Upload> upload =
                    submitted && Upload.isOne(request) ? Optional.of(Upload.of(request)) : Optional.empty();
            Form form = upload.isPresent()
                    ? upload.get().form()
                    : submitted ? Form.ofBody(request, LONGEST_FORM) : Form.ofQuery(request);
            if (submitted && !Secret.same(csrf, form.get("csrf"))) {
                throw new PageException(
                        403,
                        csrf.isEmpty()
                                ? "To send forms, log in at " + ConsolePath.LOGIN + "."
                                : "This form does not belong to your session, or it is from an earlier login."
                                        + " Open the page again.");
            }
            if (submitted && path.equals(ConsolePath.LOGOUT)) {
                logOut(request, response);
                record(account, request, "logout from the console", "done");
            } else if (below.isEmpty()) {
                showFirst(response, viewer, navigation);
            } else if (page.isEmpty()) {
                frame.sendProblem(
                        response,
                        404,
                        viewer,
                        "No such page",
                        "There is no page '" + first
                                + "' in this console. If a plugin had this page, the plugin is removed or not started.",
                        "");
            } else {
                PageRequest asked = new PageRequest(
                        account,
                        slash < 0 ? "" : below.substring(slash + 1),
                        form.parameters(),
                        origin(request),
                        groups(request, session));
                if (submitted) {
                    change = described(below, form, upload);
                }
                show(
                        response,
                        viewer,
                        page.get(),
                        it -> upload.isPresent()
                                ? it.upload(
                                        asked, upload.get().file(), upload.get().content())
                                : submitted ? it.submit(asked) : it.show(asked));
            }
        } catch (PageException e) {
            frame.sendProblem(response, e.status(), viewer, title(e.status()), e.getMessage(), "");
        } finally {
            if (!change.isEmpty()) {
                record(account, request, change, String.valueOf(response.getStatus()));
            }
        }
    }

    private void record(String account, HttpServletRequest request, String what, String outcome) {
        Audit record = audit;
        if (record != null) {
            record.done(account, request.getRemoteAddr(), what, outcome);
        }
    }

    /** Describes a submitted form for the audit log, with fields that contain neither texts nor secrets. */
    private static String described(String page, Form form, Optional<Upload> upload) {
        StringBuilder described = new StringBuilder("console page ").append(page);
        for (String field : RECORDED) {
            if (!form.get(field).isEmpty()) {
                described.append(' ').append(field).append('=').append(form.get(field));
            }
        }
        upload.ifPresent(given -> described.append(" file=").append(given.file()));
        return described.toString();
    }

    /** A call of a page. */
    @FunctionalInterface
    private interface Question {
        PageView ask(ConsolePage page) throws IOException;
    }

    private void show(HttpServletResponse response, Viewer viewer, Mounted mounted, Question question)
            throws IOException {
        String html;
        PageView view;
        try {
            view = question.ask(mounted.page());
            html = view.redirect() == null && view.file() == null
                    ? mounted.renderer().render(view, viewer.csrf())
                    : "";
        } catch (PageException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            String requestId = requestId(response);
            DatabaseUnavailableException unavailable = DatabaseUnavailableException.in(e);
            if (unavailable != null) {
                response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
                frame.sendProblem(
                        response,
                        503,
                        viewer,
                        "The database does not answer",
                        "The page '" + mounted.title() + "' needs it: " + unavailable.getMessage() + ".",
                        requestId);
                return;
            }
            LOG.error("The console page '{}' failed in request {}", mounted.path(), requestId, e);
            frame.sendProblem(
                    response,
                    500,
                    viewer,
                    "This page failed",
                    "The page '" + mounted.title() + "' could not be rendered. The rest of the console is not affected;"
                            + " the log contains the cause.",
                    requestId);
            return;
        }
        if (view.redirect() != null) {
            Frame.redirect(response, ConsolePath.ROOT + "/" + view.redirect());
        } else if (view.file() != null) {
            Frame.sendFile(response, view.file());
        } else {
            Object title = view.model().get("title");
            frame.send(response, 200, viewer, title == null ? mounted.title() : title + " · " + mounted.title(), html);
        }
    }

    private void showFirst(HttpServletResponse response, Viewer viewer, List<Mounted> navigation) throws IOException {
        if (navigation.isEmpty()) {
            frame.sendProblem(
                    response,
                    404,
                    viewer,
                    "No pages yet",
                    "No bundle has added a page to this console yet. New pages appear here at once.",
                    "");
        } else {
            Frame.redirect(response, ConsolePath.ROOT + "/" + navigation.get(0).path());
        }
    }

    private void logOut(HttpServletRequest request, HttpServletResponse response) {
        ConsoleCookie.SESSION.read(request).ifPresent(sessions::end);
        ConsoleCookie.SESSION.clear(request, response);
        Frame.redirect(response, ConsolePath.LOGIN);
    }

    private Optional<ConsoleSession> session(HttpServletRequest request) {
        return ConsoleCookie.SESSION.read(request).flatMap(sessions::find);
    }

    /** Returns the groups of the user. Without a session it is only known whether the user is an administrator. */
    private static Set<String> groups(HttpServletRequest request, Optional<ConsoleSession> session) {
        return session.map(found -> found.account().groups())
                .orElse(request.isUserInRole(Account.ADMIN) ? Set.of(Account.ADMIN) : Set.of());
    }

    /** Returns the platform's address as the browser knows it. An invalid Host header is not echoed. */
    private static String origin(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return request.getScheme() + "://"
                + (host != null && HOST.matcher(host).matches()
                        ? host
                        : request.getLocalAddr() + ":" + request.getLocalPort());
    }

    private static String requestId(HttpServletResponse response) {
        return Objects.requireNonNullElse(response.getHeader("X-Request-Id"), "");
    }

    private static String title(int status) {
        return switch (status) {
            case 403 -> "Refused";
            case 404 -> "Not found";
            case 405 -> "This page accepts no input";
            case 413 -> "Too large";
            case 415 -> "Not a form";
            default -> status < 500 ? "Request failed" : "Temporarily not available";
        };
    }
}
