package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Tokens are created, used, limited and revoked over REST and in the shell. */
public class TokensIT extends PlatformTest {
    private static final String ADAS = "Correct-Horse-9";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern CREATED = Pattern.compile("Created the token (\\S+) of .*\\s+(bqt_\\S+)");
    private static final JsonMapper JSON = new JsonMapper();

    @Before
    public void addAda() {
        Shell.run(context, "account:add --stdin ada", ADAS + "\n");
    }

    @After
    public void removeAda() {
        if (shell("account:list").contains("ada")) {
            shell("account:remove ada");
        }
    }

    private record Made(String id, String secret) {}

    private Made made(String command) {
        Matcher matcher = CREATED.matcher(shell("account:token-create " + command));
        assertThat(matcher.find()).isTrue();
        return new Made(matcher.group(1), matcher.group(2));
    }

    private Client ada() {
        return nobody().as("ada", ADAS);
    }

    private Answer with(String secret, String method, String path) {
        return nobody().send(method, path, Map.of("Authorization", "Bearer " + secret), BodyPublishers.noBody());
    }

    @Test
    public void aTokenOfTheShellWorksUntilItIsRevoked() {
        Made token = made("ada ci read");
        assertThat(with(token.secret(), "GET", "/api/taggers").status()).isEqualTo(200);
        assertThat(nobody().as("ada", token.secret()).get("/api/taggers").status())
                .isEqualTo(200);
        assertThat(shell("account:token-list ada"))
                .contains(token.id(), "ci", "read")
                .doesNotContain(token.secret());
        assertThat(Shell.complete(context, "account:token-revoke " + token.id().substring(0, 8)))
                .contains(token.id());
        assertThat(Shell.complete(context, "account:token-create ada ci ad")).contains("admin");

        assertThat(shell("account:token-revoke " + token.id())).contains("Revoked");
        Answer answer = with(token.secret(), "GET", "/api/taggers");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Bearer realm=\"bouquet\", error=\"invalid_token\"");
        assertThatThrownBy(() -> shell("account:token-revoke " + token.id()))
                .hasMessageContaining("no token has the id");
    }

    @Test
    public void aTokenMayOnlyDoWhatItsScopesSay() {
        shell("account:groups ada admin");
        Made reading = made("ada reading read");
        Answer change = with(reading.secret(), "DELETE", "/api/taggers/entities-en/policy");
        assertThat(change.status()).isEqualTo(403);
        assertThat(change.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"bouquet\", error=\"insufficient_scope\", scope=\"write\"");
        Made writing = made("ada writing read write");
        assertThat(with(writing.secret(), "DELETE", "/api/taggers/entities-en/policy")
                        .status())
                .isEqualTo(403);
        assertThat(with(writing.secret(), "GET", "/api/leaks").status()).isEqualTo(403);
        Made everything = made("ada everything read write admin");
        assertThat(with(everything.secret(), "DELETE", "/api/taggers/entities-en/policy")
                        .status())
                .isEqualTo(204);
        shell("account:groups --none ada");
        assertThat(with(everything.secret(), "GET", "/api/leaks").status()).isEqualTo(403);
    }

    @Test
    public void aTokenEndsWithItsTimeAndItsAccount() {
        Made shortLived = made("--valid 1s ada short read");
        await().atMost(SOON)
                .until(() -> with(shortLived.secret(), "GET", "/api/taggers").status() == 401);
        Made token = made("ada long read");
        assertThat(with(token.secret(), "GET", "/api/taggers").status()).isEqualTo(200);
        shell("account:remove ada");
        assertThat(with(token.secret(), "GET", "/api/taggers").status()).isEqualTo(401);
        Shell.run(context, "account:add --stdin ada", ADAS + "\n");
        assertThat(with(token.secret(), "GET", "/api/taggers").status()).isEqualTo(401);
        assertThat(shell("account:token-list ada")).contains("no tokens");
    }

    @Test
    public void accountsManageTheirOwnTokensOverRest() throws IOException {
        Answer created = ada().post("/api/tokens", Map.of("name", "ci", "scopes", List.of("read"), "expiresIn", 3600));
        assertThat(created.status()).isEqualTo(201);
        JsonNode token = JSON.readTree(created.body());
        String location = created.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo("/api/tokens/" + token.path("id").asText());
        String secret = token.path("token").asText();
        assertThat(with(secret, "GET", "/api/taggers").status()).isEqualTo(200);
        assertThat(ada().get("/api/tokens").body())
                .contains(token.path("id").asText())
                .doesNotContain(secret);
        assertThat(ada().get(location).body()).contains("\"name\":\"ci\"", "\"used\":");

        Shell.run(context, "account:add --stdin bob", ADAS + "\n");
        Client bob = nobody().as("bob", ADAS);
        assertThat(bob.get("/api/tokens").body()).isEqualTo("{\"tokens\":[]}");
        assertThat(bob.get("/api/tokens?account=ada").status()).isEqualTo(403);
        assertThat(bob.get(location).status()).isEqualTo(404);
        assertThat(bob.delete(location).status()).isEqualTo(404);
        shell("account:remove bob");

        assertThat(with(secret, "DELETE", location).status()).isEqualTo(403);
        assertThat(admin().get("/api/tokens?account=*").body())
                .contains(token.path("id").asText());
        assertThat(ada().delete(location).status()).isEqualTo(204);
        assertThat(with(secret, "GET", "/api/taggers").status()).isEqualTo(401);
        assertThat(ada().post("/api/tokens", Map.of("name", "x", "scopes", List.of("a b")))
                        .status())
                .isEqualTo(422);
    }

    @Test
    public void theTokenEndpointGrantsShortLivedTokens() throws IOException {
        Answer answer = form("grant_type=password&username=ada&password=" + encoded(ADAS) + "&scope=read");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        JsonNode granted = JSON.readTree(answer.body());
        assertThat(granted.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(granted.path("expires_in").asInt()).isEqualTo(3600);
        assertThat(granted.path("scope").asText()).isEqualTo("read");
        String secret = granted.path("access_token").asText();
        assertThat(with(secret, "GET", "/api/taggers").status()).isEqualTo(200);

        Made client = made("ada client read");
        Answer ofClient = nobody().as(client.id(), client.secret())
                .post("/api/token", "application/x-www-form-urlencoded", "grant_type=client_credentials");
        assertThat(ofClient.status()).as("%s", ofClient.body()).isEqualTo(200);
        String child = JSON.readTree(ofClient.body()).path("access_token").asText();
        assertThat(with(child, "GET", "/api/taggers").status()).isEqualTo(200);
        shell("account:token-revoke " + client.id());
        assertThat(with(child, "GET", "/api/taggers").status()).isEqualTo(401);

        Answer wrong = form("grant_type=password&username=ada&password=wrong");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("\"error\":\"invalid_grant\"");
        Answer wrongClient = nobody().as("ada", "wrong")
                .post("/api/token", "application/x-www-form-urlencoded", "grant_type=client_credentials");
        assertThat(wrongClient.status()).isEqualTo(401);
        assertThat(wrongClient.body()).contains("\"error\":\"invalid_client\"");

        Shell.run(context, "account:password --stdin ada", "Battery-Staple-9\n");
        assertThat(with(secret, "GET", "/api/taggers").status()).isEqualTo(401);
    }

    @Test
    public void whatIsRefusedIsRecorded() throws IOException {
        Made token = made("ada audited read");
        nobody().send(
                        "POST",
                        "/api/annotate",
                        Map.of("Authorization", "Bearer " + token.secret(), "X-Request-Id", "audited-1"),
                        BodyPublishers.noBody());
        nobody().send(
                        "GET",
                        "/api/documents",
                        Map.of("Authorization", "Bearer bqt_wrong", "X-Request-Id", "audited-2"),
                        BodyPublishers.noBody());
        Path log = karafBase().resolve("data/log/audit.jsonl");
        await().atMost(SOON).untilAsserted(() -> {
            List<JsonNode> events =
                    Files.readAllLines(log).stream().map(TokensIT::json).toList();
            assertThat(events).anySatisfy(event -> {
                assertThat(event.path("request").asText()).isEqualTo("audited-1");
                assertThat(event.path("who").asText()).isEqualTo("ada, token " + token.id());
                assertThat(event.path("what").asText()).isEqualTo("POST /api/annotate");
                assertThat(event.path("outcome").asText()).isEqualTo("403");
                assertThat(event.path("reason").asText()).contains("the scope write");
                assertThat(event.path("from").asText()).isEqualTo("127.0.0.1");
                assertThat(event.path("time").asText()).endsWith("Z");
            });
            assertThat(events).anySatisfy(event -> {
                assertThat(event.path("request").asText()).isEqualTo("audited-2");
                assertThat(event.path("outcome").asText()).isEqualTo("401");
            });
            assertThat(Files.readString(log))
                    .contains("account:token-create ada audited read")
                    .doesNotContain(token.secret());
        });
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException("no JSON: " + line, e);
        }
    }

    private Answer form(String form) {
        return nobody().post("/api/token", "application/x-www-form-urlencoded", form);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
