package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** Accounts are added, changed and removed while people are logged in, and what is done is recorded. */
public class AccountsIT extends PlatformTest {
    private static final String FIRST = "Correct-Horse-9";
    private static final String SECOND = "Battery-Staple-9";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    public void anAccountIsAddedChangedAndRemovedInTheShell() {
        assertThat(shell("account:add --stdin bob", FIRST + "\n")).contains("Added 'bob', in no group.");
        assertThat(statusOf("bob", FIRST)).isEqualTo(200);
        assertThat(shell("account:list")).contains("admin", "bob");
        assertThat(Shell.complete(context, "account:remove b")).contains("bob");

        assertThat(shell("account:groups bob editors admin")).contains("'bob', in admin, editors");
        assertThat(shell("account:list --json").replaceAll("\\s", ""))
                .contains("{\"groups\":[\"admin\",\"editors\"],\"name\":\"bob\"}");

        shell("account:password --stdin bob", SECOND + "\n");
        assertThat(statusOf("bob", FIRST)).isEqualTo(401);
        assertThat(statusOf("bob", SECOND)).isEqualTo(200);

        shell("account:remove bob");
        assertThat(statusOf("bob", SECOND)).isEqualTo(401);
    }

    @Test
    public void theLastAdministratorStays() {
        assertThatThrownBy(() -> shell("account:remove admin")).hasMessageContaining("last administrator");
        assertThatThrownBy(() -> shell("account:groups --none admin")).hasMessageContaining("last administrator");
        assertThatThrownBy(() -> shell("account:add carl")).hasMessageContaining("--stdin");
        assertThatThrownBy(() -> shell("account:password --stdin nobody", FIRST + "\n"))
                .hasMessageContaining("no account named 'nobody'");
    }

    @Test
    public void aChangedPasswordEndsTheSessionsOfTheConsole() {
        shell("account:add --stdin ann", FIRST + "\n");
        String session = logIn("ann", FIRST);
        assertThat(console(session).status()).isEqualTo(200);
        shell("account:password --stdin ann", SECOND + "\n");
        assertThat(console(session).status()).isEqualTo(303);
        String next = logIn("ann", SECOND);
        shell("account:remove ann");
        assertThat(console(next).status()).isEqualTo(303);
    }

    @Test
    public void aPasswordThatIsLostIsSetInTheDataFolder() throws IOException {
        shell("account:add --stdin lea", FIRST + "\n");
        Path request = karafBase().resolve("data/password-reset");
        Path part = Files.writeString(request.resolveSibling("password-reset.part"), "lea\n" + SECOND + "\n");
        Files.move(part, request);
        await().atMost(SOON).until(() -> Files.notExists(request));
        assertThat(statusOf("lea", SECOND)).isEqualTo(200);
        shell("account:remove lea");
    }

    @Test
    public void guessingIsSlowedDownAndSaysSo() {
        shell("account:add --stdin guessed", FIRST + "\n");
        Answer answer = nobody().as("guessed", "wrong").get("/api/taggers");
        for (int i = 0; i < 20 && answer.status() == 401; i++) {
            answer = nobody().as("guessed", "wrong" + i).get("/api/taggers");
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
        assertThat(answer.body()).contains("too many wrong ones came from your address");
        assertThat(admin().get("/api/taggers").status()).isEqualTo(200);
        shell("account:remove guessed");
    }

    @Test
    public void whoDidWhatFromWhereIsRecorded() throws IOException {
        nobody().as("mallory", "wrong password\n").get("/api/taggers");
        admin().delete("/api/plugins/no-such-plugin");
        shell("account:add --stdin eve", FIRST + "\n");
        logIn("eve", FIRST);
        shell("account:remove eve");
        Path log = karafBase().resolve("data/log/audit.jsonl");
        await().atMost(SOON).untilAsserted(() -> assertThat(Files.readString(log))
                .contains(
                        "\"who\":\"mallory\",\"from\":\"127.0.0.1\",\"what\":\"login\",\"outcome\":\"refused\","
                                + "\"reason\":\"wrong name or password\"",
                        "\"who\":\"admin\",\"from\":\"127.0.0.1\",\"what\":\"DELETE /api/plugins/no-such-plugin\"",
                        "\"who\":\"eve\",\"from\":\"127.0.0.1\",\"what\":\"login to the console\",\"outcome\":\"done\"",
                        "\"what\":\"account:add --stdin eve\",\"outcome\":\"done\"",
                        "\"what\":\"account:remove eve\",\"outcome\":\"done\"")
                .doesNotContain(FIRST, PASSWORD, "wrong password\n"));
    }

    private String shell(String command, String input) {
        return Shell.run(context, command, input);
    }

    private int statusOf(String name, String password) {
        return nobody().as(name, password).get("/api/taggers").status();
    }

    /** Returns the cookie of a session. */
    private String logIn(String name, String password) {
        Answer form = nobody().get("/console/login");
        Matcher csrf = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(form.body());
        assertThat(csrf.find()).isTrue();
        Answer answer = nobody().send(
                        "POST",
                        "/console/login",
                        Map.of("Content-Type", "application/x-www-form-urlencoded", "Cookie", cookie(form)),
                        BodyPublishers.ofString("csrf=" + encoded(csrf.group(1)) + "&name=" + encoded(name)
                                + "&password=" + encoded(password)));
        assertThat(answer.status()).isEqualTo(303);
        return cookie(answer);
    }

    private Answer console(String session) {
        return nobody().send(
                        "GET",
                        "/console/taggers",
                        Map.of("Cookie", session, "Accept", "text/html"),
                        BodyPublishers.noBody());
    }

    private static String cookie(Answer answer) {
        return answer.headers().allValues("Set-Cookie").get(0).split(";", 2)[0];
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
