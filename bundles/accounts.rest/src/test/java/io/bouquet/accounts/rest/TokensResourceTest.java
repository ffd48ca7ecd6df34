package io.bouquet.accounts.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.rest.TokensResource.CreatedToken;
import io.bouquet.accounts.rest.TokensResource.Wanted;
import io.bouquet.accounts.rest.TokensResource.WireToken;
import io.bouquet.web.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensResourceTest {
    private static final Caller ADA = Caller.of(new Account("ada", Set.of()));
    private static final Caller BOB = Caller.of(new Account("bob", Set.of()));
    private static final Caller ADMIN = Caller.of(new Account("root", Set.of("admin")));

    private final LiveAccounts live = new LiveAccounts();
    private final TokensResource resource = new TokensResource(live);

    @BeforeEach
    void begin() {
        live.tokens = new AdasTokens();
    }

    private CreatedToken ofAda() {
        return resource.create(new Wanted("ci", List.of("read"), 60L), ADA);
    }

    @Test
    void showsTheSecretOnce() {
        CreatedToken created = ofAda();
        assertThat(created.token()).isEqualTo("bqt_id0");
        assertThat(created.expires()).isEqualTo(created.created().plusSeconds(60));
        assertThat(resource.list(null, ADA).tokens())
                .singleElement()
                .asString()
                .contains("name=ci", "scopes=[read]")
                .doesNotContain("bqt_");
    }

    @Test
    void hasDefaults() {
        CreatedToken created = resource.create(new Wanted("ci", null, null), ADA);
        assertThat(created.scopes()).containsExactly("read", "write");
        assertThat(Duration.between(created.created(), created.expires())).isEqualTo(TokensResource.DEFAULT_VALIDITY);
    }

    @Test
    void showsTokensToTheirAccountAndToAdministratorsOnly() {
        String id = ofAda().id();
        assertThat(resource.list(null, BOB).tokens()).isEmpty();
        assertThat(resource.list("ada", ADA).tokens()).hasSize(1);
        assertStatus(403, () -> resource.list("ada", BOB));
        assertStatus(403, () -> resource.list("*", BOB));
        assertThat(resource.list("ada", ADMIN).tokens())
                .extracting(WireToken::id)
                .containsExactly(id);
        assertThat(resource.list("*", ADMIN).tokens()).hasSize(1);
    }

    @Test
    void hidesATokenOfAnotherAccount() {
        String id = ofAda().id();
        assertStatus(404, () -> resource.revoke(id, BOB));
        assertStatus(404, () -> resource.revoke("none", ADA));
        resource.revoke(id, ADMIN);
        assertStatus(404, () -> resource.revoke(id, ADA));
    }

    @Test
    void letsNoTokenManageTokens() {
        String id = ofAda().id();
        Caller token = new Caller(new Account("ada", Set.of("admin")), Set.of("read", "write", "admin"), id);
        assertStatus(403, () -> resource.create(new Wanted("more", null, null), token));
        assertStatus(403, () -> resource.revoke(id, token));
        assertThat(resource.list(null, token).tokens()).hasSize(1);
    }

    @Test
    void saysWhatIsWrongWithAToken() {
        assertThatThrownBy(() -> resource.create(new Wanted("ci", List.of("a b"), null), ADA))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.status()).isEqualTo(422))
                .hasMessageContaining("'a b' is invalid");
    }

    @Test
    void asksToWaitWhileThereAreNoAccounts() {
        live.tokens = null;
        assertStatus(503, () -> resource.list(null, ADA));
    }

    private static void assertStatus(int status, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.status())
                .isEqualTo(status));
    }
}
