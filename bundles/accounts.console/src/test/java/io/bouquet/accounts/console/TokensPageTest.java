package io.bouquet.accounts.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.accounts.NewToken;
import io.bouquet.accounts.Token;
import io.bouquet.accounts.Tokens;
import io.bouquet.console.PageRenderer;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TokensPageTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:34:56Z");

    private final List<Token> stored = new ArrayList<>();
    private final Tokens tokens = (Tokens) Proxy.newProxyInstance(
            TokensPageTest.class.getClassLoader(),
            new Class<?>[] {Tokens.class},
            (self, method, arguments) -> switch (method.getName()) {
                case "list" ->
                    stored.stream()
                            .filter(token -> token.account().equals(arguments[0]))
                            .toList();
                case "find" ->
                    stored.stream()
                            .filter(token -> token.id().equals(arguments[0]))
                            .findFirst();
                case "revoke" -> stored.removeIf(token -> token.id().equals(arguments[0]));
                case "create" ->
                    create((String) arguments[0], (String) arguments[1], arguments[2], (Duration) arguments[3]);
                default -> throw new IllegalStateException(method.getName());
            });
    private final TokensPage page = new TokensPage(tokens, () -> NOW);

    private NewToken create(String account, String name, Object scopes, Duration validity) {
        Collection<?> names = (Collection<?>) scopes;
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a token has 1 to 30 scopes");
        }
        Set<String> sorted = new TreeSet<>();
        names.forEach(one -> sorted.add(String.valueOf(one)));
        Token token = new Token(
                "id" + stored.size(), account, name, new TreeSet<>(sorted), false, NOW, NOW.plus(validity), null);
        stored.add(token);
        return new NewToken(token, "bqt_secret");
    }

    private static PageRequest request(
            String account, Set<String> groups, String rest, Map<String, List<String>> form) {
        return new PageRequest(account, rest, form, "http://localhost:8181", groups);
    }

    private String html(PageView view) {
        return new PageRenderer(page).render(view, "token");
    }

    private PageView submit(String rest, Map<String, List<String>> form) {
        return page.submit(request("ada", Set.of(), rest, form));
    }

    private String shown() {
        return html(page.show(request("ada", Set.of(), "", Map.of())));
    }

    private PageView created() {
        return submit(
                "",
                Map.of(
                        "name", List.of("ci <1>"),
                        "scope", List.of("read"),
                        "more", List.of("reviews:publish, x"),
                        "days", List.of("30")));
    }

    @Test
    void showsTheSecretOnceAndNeverAgain() {
        assertThat(html(created()))
                .contains("<h1>ci &lt;1&gt;</h1>", "<pre data-copy><code>bqt_secret</code></pre>", "2026-12-30 12:34");
        assertThat(shown())
                .contains("ci &lt;1&gt;", "id0", "reviews:publish", "2026-12-30 12:34", "never")
                .doesNotContain("bqt_secret");
        assertThat(stored.get(0).scopes()).containsExactly("read", "reviews:publish", "x");
    }

    @Test
    void offersTheScopeAdminToAdministratorsOnly() {
        assertThat(shown())
                .contains(
                        "value=\"read\" checked",
                        "value=\"write\" checked",
                        "<option value=\"1\">1 day</option>",
                        "<option value=\"90\" selected>90 days</option>")
                .doesNotContain("value=\"admin\"");
        assertThat(html(page.show(request("root", Set.of("admin"), "", Map.of()))))
                .contains("value=\"admin\">");
    }

    @Test
    void keepsTheFormWhereItCannotBe() {
        PageView refused = submit("", Map.of("name", List.of("ci"), "days", List.of("7")));
        assertThat(html(refused))
                .contains(
                        "The token was not created: a token has 1 to 30 scopes.",
                        "value=\"ci\"",
                        "value=\"7\" selected")
                .doesNotContain("checked");
        assertThatExceptionOfType(PageException.class).isThrownBy(() -> submit("", Map.of("days", List.of("x"))));
    }

    @Test
    void revokesAfterAQuestion() {
        created();
        assertThat(html(page.show(request("ada", Set.of(), "id0/revoke", Map.of()))))
                .contains("Revoke ci &lt;1&gt;?", "action=\"/console/tokens/id0/revoke\"");
        assertThat(submit("id0/revoke", Map.of()).redirect()).isEqualTo("tokens?revoked");
        assertThat(stored).isEmpty();
    }

    @Test
    void hidesTokensOfOthers() {
        created();
        PageRequest others = request("bob", Set.of("admin"), "id0/revoke", Map.of());
        assertThatExceptionOfType(PageException.class).isThrownBy(() -> page.show(others));
        assertThatExceptionOfType(PageException.class).isThrownBy(() -> page.submit(others));
        assertThat(html(page.show(request("bob", Set.of(), "", Map.of())))).contains("You have no tokens.");
        assertThat(stored).hasSize(1);
    }

    @Test
    void marksAnExpiredToken() {
        stored.add(new Token("id7", "ada", "old", new TreeSet<>(Set.of("read")), false, NOW, NOW, NOW));
        assertThat(shown()).contains("expired", "<time class=\"whole\" datetime=\"2026-11-30T12:34:56Z\">");
    }
}
