package io.bouquet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.After;
import org.junit.Test;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Callers from pages of other origins, with many requests, and with tokens of an OpenID provider. */
public class AccessIT extends PlatformTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String APP = "https://app.example.org";
    private static final String TAGGERS = "/api/taggers";

    private final List<Runnable> cleaning = new ArrayList<>();

    @After
    public void clean() {
        cleaning.forEach(Runnable::run);
    }

    private static String claims(String issuer, String audience, Instant expires) {
        return "{\"iss\":\"" + issuer + "\",\"sub\":\"ada\",\"aud\":\"" + audience + "\",\"exp\":"
                + expires.getEpochSecond() + ",\"scope\":\"read\"}";
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private static String signed(KeyPair keys, String header, String claims) throws GeneralSecurityException {
        String content = encoded(header) + "." + encoded(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + encoded(signature.sign());
    }

    private static String sealed(byte[] secret, String header, String claims) throws GeneralSecurityException {
        String content = encoded(header) + "." + encoded(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return content + "." + encoded(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private void configure(Configuration settings, Dictionary<String, Object> properties, boolean isNew)
            throws IOException {
        Dictionary<String, Object> before = settings.getProperties();
        settings.update(properties);
        cleaning.add(() -> {
            try {
                if (isNew || before == null) {
                    settings.delete();
                } else {
                    settings.update(before);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Answer send(String method, String path, Map<String, String> headers) {
        return admin().send(method, path, headers, BodyPublishers.noBody());
    }

    private Answer bearer(String token) {
        return nobody().send("GET", TAGGERS, Map.of("Authorization", "Bearer " + token), BodyPublishers.noBody());
    }

    @Test
    public void aPageOfAConfiguredOriginMayCallTheConfiguredPaths() throws Exception {
        assertThat(send("GET", TAGGERS, Map.of("Origin", APP)).header("Access-Control-Allow-Origin"))
                .isEmpty();
        Configuration settings =
                service(ConfigurationAdmin.class).createFactoryConfiguration("io.bouquet.web.cors", "?");
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("paths", TAGGERS);
        properties.put("origins", APP);
        properties.put("methods", "GET, PUT");
        configure(settings, properties, true);
        await().atMost(SOON).until(() -> send("GET", TAGGERS, Map.of("Origin", APP))
                .header("Access-Control-Allow-Origin")
                .equals(APP));
        Answer answer = send("GET", TAGGERS, Map.of("Origin", APP));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("ETag");
        assertThat(answer.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Origin"));
        assertThat(send("GET", TAGGERS, Map.of("Origin", "https://evil.example.org"))
                        .header("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(send("GET", "/api/documents", Map.of("Origin", APP)).header("Access-Control-Allow-Origin"))
                .isEmpty();

        Answer preflight = nobody().send(
                        "OPTIONS",
                        TAGGERS + "/entities-en/policy",
                        Map.of("Origin", APP, "Access-Control-Request-Method", "PUT"),
                        BodyPublishers.noBody());
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("PUT");
        Answer refused = nobody().send(
                        "OPTIONS",
                        TAGGERS + "/entities-en/policy",
                        Map.of("Origin", APP, "Access-Control-Request-Method", "DELETE"),
                        BodyPublishers.noBody());
        assertThat(refused.header("Access-Control-Allow-Methods")).doesNotContain("DELETE");
    }

    @Test
    public void anAccountThatAsksTooOftenIsToldWhenToComeBack() throws Exception {
        Configuration settings = service(ConfigurationAdmin.class).getConfiguration("io.bouquet.web", "?");
        Dictionary<String, Object> properties = new Hashtable<>();
        Dictionary<String, Object> before = settings.getProperties();
        for (String key : before == null ? List.<String>of() : Collections.list(before.keys())) {
            properties.put(key, before.get(key));
        }
        properties.put("accountPerMinute", "5");
        configure(settings, properties, false);
        await().atMost(SOON).until(() -> admin().get(TAGGERS).status() == 429);
        Answer refused = admin().get(TAGGERS);
        refused.problem(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.header("RateLimit-Limit")).isEqualTo("5");
        assertThat(refused.header("RateLimit-Remaining")).isEqualTo("0");
        assertThat(refused.header("RateLimit-Reset")).isNotEmpty();
        assertThat(nobody().get("/api/health/live").status()).isEqualTo(200);
    }

    @Test
    public void tokensOfAnOpenIdProviderAreCheckedToTheLetter() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        KeyPair foreign = generator.generateKeyPair();
        try (Issuer issuer = new Issuer((RSAPublicKey) keys.getPublic())) {
            Configuration settings =
                    service(ConfigurationAdmin.class).getConfiguration("io.bouquet.accounts.oidc", "?");
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put("issuer", issuer.url());
            properties.put("audience", "bouquet");
            configure(settings, properties, true);
            String header = "{\"alg\":\"RS256\",\"kid\":\"one\"}";
            Instant soon = Instant.now().plusSeconds(600);
            String good = claims(issuer.url(), "bouquet", soon);
            await().atMost(SOON).until(() -> bearer(signed(keys, header, good)).status() == 200);

            assertRefused(signed(keys, header, claims(issuer.url(), "other", soon)));
            assertRefused(signed(keys, header, claims("https://other.example.org", "bouquet", soon)));
            assertRefused(signed(
                    keys, header, claims(issuer.url(), "bouquet", Instant.now().minusSeconds(600))));
            assertRefused(signed(foreign, header, good));
            assertRefused(encoded("{\"alg\":\"none\",\"kid\":\"one\"}") + "." + encoded(good) + ".");
            String hmac = "{\"alg\":\"HS256\",\"kid\":\"one\"}";
            assertRefused(sealed(keys.getPublic().getEncoded(), hmac, good));
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(keys.getPublic().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n";
            assertRefused(sealed(pem.getBytes(StandardCharsets.US_ASCII), hmac, good));
            String token = signed(keys, header, good);
            assertRefused(token.substring(0, token.lastIndexOf('.') + 1));
            assertThat(bearer(token).status()).isEqualTo(200);
            Answer change = nobody().send(
                            "DELETE",
                            TAGGERS + "/entities-en/policy",
                            Map.of("Authorization", "Bearer " + token),
                            BodyPublishers.noBody());
            assertThat(change.status()).isEqualTo(403);

            String unknown = signed(foreign, "{\"alg\":\"RS256\",\"kid\":\"two\"}", good);
            await().atMost(SOON).until(() -> bearer(unknown).status() == 401);
            assertThat(bearer(unknown).status()).isEqualTo(401);
        }
    }

    private void assertRefused(String token) {
        Answer answer = bearer(token);
        answer.problem(401);
        assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
    }

    /** An OpenID provider with one key. */
    private static final class Issuer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final String keys;

        Issuer(RSAPublicKey key) throws IOException {
            keys = "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\""
                    + encoded(unsigned(key.getModulus().toByteArray())) + "\",\"e\":\""
                    + encoded(unsigned(key.getPublicExponent().toByteArray())) + "\"}]}";
            Thread answering = new Thread(this::answer, "issuer");
            answering.setDaemon(true);
            answering.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getLocalPort();
        }

        private void answer() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                    String asked = in.readLine();
                    for (String line = asked; line != null && !line.isEmpty(); line = in.readLine()) {
                        // the headers do not matter
                    }
                    boolean isKeys = asked != null && asked.contains("/keys");
                    String body = isKeys ? keys : "{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + url() + "/keys\"}";
                    socket.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // closed, or the platform left
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
