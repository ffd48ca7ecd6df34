package io.bouquet.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.console.ConsoleServer.Browser;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleServletTest {
    private final NotePage page = new NotePage();
    private ConsoleServer console;
    private Browser browser;

    @BeforeEach
    void start() throws Exception {
        console = new ConsoleServer();
        console.add("note", "Notes", 20, page);
        browser = console.browser();
    }

    @AfterEach
    void stop() throws Exception {
        console.stop();
    }

    @Test
    void leadsToTheFirstPage() throws Exception {
        console.add("earlier", "Earlier", 10, new NotePage());

        assertThat(location(browser.get("/console"))).isEqualTo("/console/login");
        browser.loggedIn();
        assertThat(location(browser.get("/console"))).isEqualTo("/console/earlier");
        assertThat(location(browser.get("/console/"))).isEqualTo("/console/earlier");
    }

    @Test
    void leadsAStrangerToTheLoginAndBackToWhatWasAskedFor() throws Exception {
        String login = location(browser.get("/console/note?a=b&c=%22d"));
        assertThat(login).isEqualTo("/console/login?next=%2Fconsole%2Fnote%3Fa%3Db%26c%3D%2522d");

        HttpResponse<String> form = browser.get(login);
        HttpResponse<String> answer = browser.post(
                "/console/login",
                Map.of(
                        "csrf", Browser.csrf(form.body()),
                        "name", "admin",
                        "password", "correct horse",
                        "next", "/console/note?a=b&c=%22d"));

        assertThat(form.body()).contains("name=\"next\" value=\"/console/note?a&#x3D;b&amp;c&#x3D;%22d\"");
        assertThat(location(answer)).isEqualTo("/console/note?a=b&c=%22d");
    }

    @Test
    void tellsAPageWhetherAnAdministratorAsks() throws Exception {
        browser.loggedIn();
        assertThat(browser.get("/console/note").body()).contains("for administrators");
    }

    @Test
    void givesAPageTheFileOfAFormThatItShowed() throws Exception {
        browser.loggedIn();
        String csrf = Browser.csrf(browser.get("/console/note").body());

        assertThat(location(browser.upload("/console/note", csrf, "content"))).isEqualTo("/console/note");
        assertThat(page.note).isEqualTo("a.jar with a note: content");

        HttpResponse<String> foreign = browser.upload("/console/note", "x".repeat(43), "evil");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(page.note).doesNotContain("evil");
    }

    @Test
    void leavesARequestOfAProgramToOtherCredentials() throws Exception {
        assertThat(browser.get("/console/note", "Accept", "application/json").statusCode())
                .as("two Accept headers are one list")
                .isEqualTo(303);
        assertThat(browser.get("/api/taggers").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "/console\\..\\evil",
                "/console//evil.example",
                "/console/../hello",
                "/consolation",
                "/console/note\r\nX-Evil: yes",
                "/console/note\t",
                "/console/logout",
                "/console/login?next=/console/login",
                "javascript:alert(1)",
                ""
            })
    void goesToTheFirstPageRatherThanElsewhereAfterLogin(String next) throws Exception {
        assertThat(location(browser.logIn("correct horse", next))).isEqualTo("/console");
    }

    @Test
    void saysTheSameOfAWrongPasswordAndAnUnknownName() throws Exception {
        String form = browser.get("/console/login").body();
        HttpResponse<String> password = browser.logIn("wrong horse", "");
        HttpResponse<String> name = browser.post(
                "/console/login", Map.of("csrf", Browser.csrf(form), "name", "nobody", "password", "correct horse"));

        assertThat(password.statusCode()).isEqualTo(403);
        assertThat(name.statusCode()).isEqualTo(403);
        assertThat(name.body().replace("nobody", "admin")).isEqualTo(password.body());
        assertThat(password.body()).contains("The name or the password is wrong.");
        assertThat(browser.cookie("bouquet")).isNull();
    }

    @Test
    void takesALoginOnlyFromItsOwnForm() throws Exception {
        Map<String, String> login = Map.of("csrf", "x".repeat(43), "name", "admin", "password", "correct horse");

        assertThat(browser.post("/console/login", login).statusCode()).isEqualTo(403);
        browser.get("/console/login");
        assertThat(browser.post("/console/login", login).statusCode()).isEqualTo(403);
        assertThat(browser.cookie("bouquet")).isNull();
    }

    @Test
    void givesANewSessionAtEachLoginAndForgetsTheOneBefore() throws Exception {
        String form = browser.get("/console/login").body();
        Map<String, String> login = Map.of("csrf", Browser.csrf(form), "name", "admin", "password", "correct horse");
        HttpResponse<String> answer = browser.post("/console/login", login);
        String first = browser.cookie("bouquet");
        String again = browser.get("/console/login").body();
        assertThat(again).as("who is logged in needs no form").isEmpty();

        browser.cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().startsWith("bouquet-login"))
                .forEach(cookie -> browser.cookies.getCookieStore().remove(null, cookie));
        assertThat(console.sessions.find(first)).isPresent();
        assertThat(answer.headers().allValues("Set-Cookie")).anySatisfy(cookie -> assertThat(cookie)
                .startsWith("bouquet-")
                .contains("=" + first, "; Path=/", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Secure"));
    }

    @Test
    void endsTheSessionAtLogout() throws Exception {
        browser.loggedIn();
        String html = browser.get("/console/note").body();
        String session = browser.cookie("bouquet");

        assertThat(location(browser.post("/console/logout", Map.of("csrf", Browser.csrf(html)))))
                .isEqualTo("/console/login");

        assertThat(console.sessions.find(session)).isEmpty();
        assertThat(location(browser.get("/console/note"))).startsWith("/console/login");
    }

    @Test
    void asksForALoginWhenTheSessionIsOver() throws Exception {
        browser.loggedIn();
        console.now.updateAndGet(now -> now.plus(Duration.ofMinutes(29)));
        assertThat(browser.get("/console/note").statusCode()).isEqualTo(200);
        console.now.updateAndGet(now -> now.plus(Duration.ofMinutes(30)));

        assertThat(location(browser.get("/console/note"))).isEqualTo("/console/login?next=%2Fconsole%2Fnote&ended=yes");
        assertThat(location(browser.post("/console/note", Map.of("note", "late"))))
                .isEqualTo("/console/login?next=%2Fconsole%2Fnote&ended=yes");
        assertThat(page.note).isEqualTo("first");
    }

    @Test
    void letsUsersReadTheDocumentationOfTheApiAndLeadsThereAfterLogin() throws Exception {
        assertThat(location(browser.get("/docs?plugin=a"))).isEqualTo("/console/login?next=%2Fdocs%3Fplugin%3Da");
        assertThat(location(browser.logIn("correct horse", "/docs?plugin=a"))).isEqualTo("/docs?plugin=a");
        assertThat(browser.get("/docs").statusCode()).isEqualTo(200);
        assertThat(browser.get("/openapi.json").statusCode()).isEqualTo(200);
        assertThat(browser.post("/docs", Map.of()).statusCode()).isEqualTo(401);
        assertThat(browser.get("/docs2").statusCode()).isEqualTo(401);
    }

    @Test
    void endsAnIdleSessionThoughItsPageAsksForTheDocumentAgainAndAgain() throws Exception {
        browser.loggedIn();
        console.now.updateAndGet(now -> now.plus(Duration.ofMinutes(20)));
        assertThat(browser.get("/openapi.json").statusCode()).isEqualTo(200);
        console.now.updateAndGet(now -> now.plus(Duration.ofMinutes(20)));
        assertThat(location(browser.get("/openapi.json"))).startsWith("/console/login");
    }

    @Test
    void saysThatASessionHasEndedAndLeadsBack() throws Exception {
        browser.loggedIn();
        console.now.set(console.now.get().plus(Duration.ofHours(1)));
        String login = location(browser.get("/console/note"));
        assertThat(login).isEqualTo("/console/login?next=%2Fconsole%2Fnote&ended=yes");
        assertThat(browser.get(login).body()).contains("Your session has ended", "value=\"/console/note\"");
        assertThat(browser.get("/console/login").body()).doesNotContain("has ended");
    }

    @Test
    void saysThatAPasswordWasNotLookedAt() throws Exception {
        console.deferred = new LoginDeferredException(LoginDeferredException.Reason.TOO_MANY_WRONG, "slowly", 4);
        HttpResponse<String> answer = browser.logIn("correct horse", "");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("4");
        assertThat(answer.body()).contains("not checked", "in 4 seconds");
        console.deferred = new LoginDeferredException(LoginDeferredException.Reason.STORE_DOWN, "gone", 4);
        answer = browser.logIn("correct horse", "");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("database");
    }

    @Test
    void saysThatNobodyCanLogInWhileThereAreNoAccounts() throws Exception {
        console.servlet.accounts = null;

        HttpResponse<String> answer = browser.get("/console/login");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("<h1>Logins are not possible yet</h1>");
    }

    @Test
    void takesAFormWithTheTokenOfItsSession() throws Exception {
        browser.loggedIn();
        String html = browser.get("/console/note").body();

        HttpResponse<String> answer =
                browser.post("/console/note", Map.of("csrf", Browser.csrf(html), "note", "Grüße 😀 & mehr"));

        assertThat(location(answer)).isEqualTo("/console/note");
        assertThat(page.note).isEqualTo("Grüße 😀 & mehr");
    }

    @Test
    void refusesAFormWithoutTheTokenOrWithThatOfAnotherSession() throws Exception {
        browser.loggedIn();
        String foreign =
                Browser.csrf(console.browser().loggedIn().get("/console/note").body());

        assertThat(browser.post("/console/note", Map.of("note", "stolen")).statusCode())
                .isEqualTo(403);
        assertThat(browser.post("/console/note", Map.of("note", "stolen", "csrf", ""))
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> other = browser.post("/console/note", Map.of("note", "stolen", "csrf", foreign));
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.body()).contains("<h1>Refused</h1>");
        assertThat(browser.post("/console/logout", Map.of("csrf", foreign)).statusCode())
                .isEqualTo(403);
        assertThat(page.note).isEqualTo("first");
    }

    @Test
    void takesNoTokenFromTheAddress() throws Exception {
        browser.loggedIn();
        String csrf = Browser.csrf(browser.get("/console/note").body());

        assertThat(browser.post("/console/note?csrf=" + csrf, Map.of("note", "stolen"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesAFormThatIsTooLarge() throws Exception {
        browser.loggedIn();
        String csrf = Browser.csrf(browser.get("/console/note").body());

        HttpResponse<String> answer =
                browser.post("/console/note", Map.of("csrf", csrf, "note", "x".repeat(2 * 1024 * 1024)));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("<h1>Too large</h1>").contains("2048 KiB");
    }

    @Test
    void escapesWhatPagesShow() throws Exception {
        browser.loggedIn();
        page.note = "<script>alert(1)</script>";

        assertThat(browser.get("/console/note").body())
                .contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>")
                .doesNotContain("<script>");
        assertThat(browser.get("/console/%3Cscript%3E").body()).doesNotContain("<script>");
    }

    @Test
    void letsBrowsersRunNothingThatIsNotItsOwn() throws Exception {
        HttpResponse<String> answer = browser.get("/console/login");

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.body()).doesNotContain("style=").doesNotContain("onclick");
    }

    @Test
    void saysOfAPageThatTheDatabaseDoesNotAnswer() throws Exception {
        browser.loggedIn();

        HttpResponse<String> answer = browser.get("/console/note/needs-the-database");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.body()).contains("<h1>The database does not answer</h1>", "try again soon");
    }

    @Test
    void keepsTheRestOfTheConsoleWhenAPageFails() throws Exception {
        browser.loggedIn();

        HttpResponse<String> answer = browser.get("/console/note/fails");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .contains("<h1>This page failed</h1>", ConsoleServer.REQUEST_ID, "href=\"/console/note\"")
                .doesNotContain("secret cause")
                .doesNotContain("IllegalState");
        assertThat(browser.get("/console/note/misses-its-template").statusCode())
                .isEqualTo(500);
        assertThat(browser.get("/console/note").statusCode()).isEqualTo(200);
    }

    @Test
    void sendsAFileToSave() throws Exception {
        browser.loggedIn();

        HttpResponse<String> answer = browser.get("/console/note/file");

        assertThat(answer.body()).isEqualTo("first");
        assertThat(answer.headers().map())
                .containsEntry("Content-Disposition", List.of("attachment; filename=\"note.txt\""))
                .containsEntry("Cache-Control", List.of("no-store"))
                .containsEntry("X-Content-Type-Options", List.of("nosniff"));
    }

    @Test
    void dropsAPageWithItsService() throws Exception {
        browser.loggedIn();
        console.pages.removePage(page);

        HttpResponse<String> answer = browser.get("/console/note");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("<h1>No such page</h1>").doesNotContain("href=\"/console/note\"");
        assertThat(browser.get("/console").statusCode()).isEqualTo(404);
    }

    @Test
    void tellsPagesTheAddressThatTheBrowserUses() throws Exception {
        browser.loggedIn();

        assertThat(browser.get("/console/note").body()).containsPattern("http://127.0.0.1:[0-9]+<");
    }

    @Test
    void marksThePageWhereOneIs() throws Exception {
        browser.loggedIn();
        console.add("other", "Other", 30, new NotePage());

        assertThat(browser.get("/console/note").body())
                .contains("<a href=\"/console/note\" aria-current=\"page\">Notes</a>")
                .contains("<a href=\"/console/other\">Other</a>")
                .contains("<title>Notes · Bouquet</title>");
    }

    @Test
    void letsBrowsersKeepAssetsForGood() throws Exception {
        HttpResponse<String> answer = browser.get(Assets.address("console.css"));
        String tag = answer.headers().firstValue("ETag").orElseThrow();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/css; charset=utf-8");
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(browser.get("/console/assets/console.css")
                        .headers()
                        .firstValue("Cache-Control")
                        .orElse(""))
                .isEqualTo("public, no-cache");
        assertThat(browser.get("/console/assets/console.css", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void loadsTheLibraryOfChartsOnlyForPagesThatHaveOne() throws Exception {
        browser.logIn("correct horse", "");

        assertThat(browser.get("/console/note").body()).doesNotContain("uplot", "charts.js");
        String body = browser.get("/console/note/chart").body();
        assertThat(body)
                .contains(
                        "<figure class=\"chart\" data-chart=\"bars\">",
                        "<figcaption>&lt;i&gt;</figcaption>",
                        "<td>&lt;b&gt;</td><td class=\"number\" data-number=\"0.5\">0.500</td>")
                .doesNotContain("<i>", "<b>");
        for (String file : List.of("uplot.js", "charts.js", "uplot.css")) {
            int at = body.indexOf("/console/assets/" + file + "?");
            assertThat(at).as(file).isPositive();
            HttpResponse<String> answer = browser.get(body.substring(at, body.indexOf('"', at)));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .startsWith(file.endsWith("css") ? "text/css" : "text/javascript");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/assets/../note",
                "/console/assets/%2e%2e/note",
                "/console/assets/..;/note",
                "/console/login/../note",
                "/console/login;/../note",
                "/console/assets/console.css/../../note",
                "/console/assets/nothing.css",
                "/console//assets/../note"
            })
    void showsNothingToAStrangerWhateverThePath(String path) throws Exception {
        HttpResponse<String> answer = browser.get(path);

        assertThat(answer.statusCode()).isIn(303, 400, 401, 404);
        assertThat(answer.body()).doesNotContain("first");
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }
}
