package io.bouquet.accounts.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.accounts.NewToken;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.ws.rs.core.MultivaluedHashMap;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.RuntimeDelegate;
import org.apache.cxf.jaxrs.impl.RuntimeDelegateImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {
    static {
        // Aries' JAX-RS API looks for one in OSGi only
        RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
    }

    private final AdasTokens tokens = new AdasTokens();
    private final LiveAccounts live = new LiveAccounts();
    private final TokenEndpoint endpoint = new TokenEndpoint(live, Duration.ofMinutes(10));
    private final NewToken ci = tokens.create("ada", "ci", List.of("read", "reviews:publish"), Duration.ofDays(1));

    @BeforeEach
    void begin() {
        live.tokens = tokens;
        live.accounts = (Accounts) Proxy.newProxyInstance(
                TokenEndpointTest.class.getClassLoader(),
                new Class<?>[] {Accounts.class},
                (self, method, arguments) -> {
                    if (arguments[1].equals("slow")) {
                        throw new LoginDeferredException(
                                LoginDeferredException.Reason.TOO_MANY_WRONG, "not checked", 7);
                    }
                    return arguments[0].equals("ada") && arguments[1].equals("correct+ horse")
                            ? Optional.of(new Account("ada", Set.of()))
                            : Optional.empty();
                });
    }

    @Test
    void grantsATokenForAPassword() {
        Map<?, ?> answer = entity(200, post("grant_type=password&username=ada&password=correct+ horse"));
        assertThat(answer.get("access_token")).asString().startsWith("bqt_");
        assertThat(answer.get("token_type")).isEqualTo("Bearer");
        assertThat(answer.get("expires_in")).isEqualTo(600L);
        assertThat(answer.get("scope")).isEqualTo("read write");
        assertThat(entity(200, post("grant_type=password&username=ada&password=correct+ horse&scope=read"))
                        .get("scope"))
                .isEqualTo("read");
    }

    @Test
    void grantsATokenForAnotherTokenOrAnAccount() {
        String id = ci.token().id();
        Map<?, ?> answer =
                entity(200, post("grant_type=client_credentials&client_id=" + id + "&client_secret=" + ci.secret()));
        assertThat(answer.get("scope")).isEqualTo("read reviews:publish");
        assertThat(entity(200, post(basic(id, ci.secret()), "grant_type=client_credentials&scope=read"))
                        .get("scope"))
                .isEqualTo("read");
        // form-encoded, as RFC 6749 has it
        assertThat(entity(200, post(basic("ada", "correct%2B+horse"), "grant_type=client_credentials"))
                        .get("scope"))
                .isEqualTo("read write");
    }

    @Test
    void refusesScopesThatTheTokenDoesNotHave() {
        Map<?, ?> answer = entity(
                400, post(basic(ci.token().id(), ci.secret()), "grant_type=client_credentials&scope=read admin"));
        assertThat(answer.get("error")).isEqualTo("invalid_scope");
        assertThat(answer.get("error_description")).isEqualTo("the token does not have the scope 'admin''");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer bqt_id0", "Basic !!!", "Basic ", "Basic YQ==", "Basic JTpi"})
    void refusesCredentialsThatAreNone(String authorization) {
        assertThat(entity(401, post(authorization, "grant_type=client_credentials"))
                        .get("error"))
                .isEqualTo("invalid_client");
    }

    @Test
    void refusesAWrongClientAndSaysHowToAuthenticate() {
        Response answer = post(basic("other", ci.secret()), "grant_type=client_credentials");
        assertThat(entity(401, answer).get("error")).isEqualTo("invalid_client");
        assertThat(answer.getHeaderString("WWW-Authenticate")).startsWith("Basic ");
        entity(401, post(basic("ada", "wrong"), "grant_type=client_credentials"));
        entity(401, post("grant_type=client_credentials"));
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_request, ''",
        "unsupported_grant_type, grant_type=implicit",
        "invalid_request, grant_type=password",
        "invalid_grant, grant_type=password&username=ada&password=wrong",
        "invalid_request, grant_type=password&grant_type=password",
        "invalid_scope, grant_type=password&username=ada&password=correct+ horse&scope=A",
    })
    void answersErrorsAsRfc6749Says(String error, String form) {
        assertThat(entity(400, post(form)).get("error")).isEqualTo(error);
    }

    @Test
    void refusesCredentialsInTwoPlaces() {
        Response answer =
                post(basic("ada", "x"), "grant_type=client_credentials&client_id=ada&client_secret=correct+ horse");
        assertThat(entity(400, answer).get("error")).isEqualTo("invalid_request");
    }

    @Test
    void saysWhenToTryAgainAfterTooManyWrongPasswords() {
        Response answer = post("grant_type=password&username=ada&password=slow");
        assertThat(entity(429, answer).get("error")).isEqualTo("temporarily_unavailable");
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("7");
    }

    private Response post(String form) {
        return post(null, form);
    }

    private Response post(@Nullable String authorization, String form) {
        return endpoint.grant(form(form), authorization, "192.0.2.1");
    }

    private static MultivaluedMap<String, String> form(String fields) {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        for (String field : fields.split("&")) {
            String[] pair = field.split("=", 2);
            if (pair.length == 2) {
                form.add(pair[0], pair[1]);
            }
        }
        return form;
    }

    private static Map<?, ?> entity(int status, Response answer) {
        assertThat(answer.getStatus()).as("%s", answer.getEntity()).isEqualTo(status);
        return new JsonMapper().convertValue(answer.getEntity(), Map.class);
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
