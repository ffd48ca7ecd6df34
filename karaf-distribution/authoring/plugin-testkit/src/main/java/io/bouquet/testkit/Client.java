package io.bouquet.testkit;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Calls the services of a test, in the JVM of the test or in a distribution. Unless told otherwise it calls with an account
 * that is in no group. Immutable.
 *
 * <pre>{@code
 * Answer answer = client.as("ada", "editors").post("/reviews", review);
 * assertThat(answer.status()).isEqualTo(201);
 * }</pre>
 */
public final class Client {
    static final JsonMapper JSON = JsonMapper.builder()
            .addModules(new JavaTimeModule(), new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    /** The account that calls unless a test says otherwise. */
    private static final String NAME = "tester";

    private static final Duration CONNECT = Duration.ofSeconds(10);

    final HttpClient http;
    final URI base;
    /** Null for a call without an account. */
    final @Nullable String authorization;

    private final Callers callers;
    private final String name;
    private final Set<String> groups;

    private Client(
            HttpClient http,
            URI base,
            Callers callers,
            String name,
            Set<String> groups,
            @Nullable String authorization) {
        this.http = http;
        this.base = base;
        this.callers = callers;
        this.name = name;
        this.groups = groups;
        this.authorization = authorization;
    }

    static HttpClient newHttpClient() {
        return HttpClient.newBuilder()
                .sslContext(withoutCertificates())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /** Tests call only plain HTTP; the default context would read all certificates of the JDK first. */
    private static SSLContext withoutCertificates() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Client of(HttpClient http, URI base, Callers callers) {
        return new Client(http, base, callers, NAME, Set.of(), callers.login(NAME, Set.of()));
    }

    /** Returns a client that calls with an account that is in these groups; the account is created or changed. */
    public Client as(String name, String... groups) {
        Set<String> all = Set.of(groups);
        return new Client(http, base, callers, name, all, callers.login(name, all));
    }

    /**
     * Returns a client that calls with a token of the same account, limited to these scopes. GET and HEAD need {@code read},
     * other methods {@code write}.
     */
    public Client withScopes(String... scopes) {
        return with(callers.token(this, name, groups, List.of(scopes)));
    }

    /** Returns a client that calls without an account. */
    public Client anonymous() {
        return with(null);
    }

    /** @param other value of the header {@code Authorization} */
    Client with(@Nullable String other) {
        return new Client(http, base, callers, name, groups, other);
    }

    /** Sends a GET request. */
    public Answer get(String path) {
        return call("GET", path).send();
    }

    /** Sends a HEAD request. */
    public Answer head(String path) {
        return call("HEAD", path).send();
    }

    /** Sends a DELETE request. */
    public Answer delete(String path) {
        return call("DELETE", path).send();
    }

    /** Sends a POST request with a JSON body; see {@link Call#json}. */
    public Answer post(String path, Object body) {
        return call("POST", path).json(body).send();
    }

    /** Sends a PUT request with a JSON body; see {@link Call#json}. */
    public Answer put(String path, Object body) {
        return call("PUT", path).json(body).send();
    }

    /** Sends a PATCH request with a JSON body; see {@link Call#json}. */
    public Answer patch(String path, Object body) {
        return call("PATCH", path).json(body).send();
    }

    /** Begins a request with headers, query parameters, a form or files. */
    public Call call(String method, String path) {
        return new Call(this, method, path);
    }

    /** Opens a WebSocket. */
    public Socket socket(String path) {
        return Socket.open(this, path);
    }

    URI uri(String path) {
        return URI.create(base + (path.startsWith("/") ? path : "/" + path));
    }
}
