package io.bouquet.accounts.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.bouquet.common.BackgroundThread;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an issuer. A background thread finds them by OpenID Connect Discovery and reads them again from time to
 * time; no request waits for it. If the issuer does not answer, the last keys stay in use. Thread-safe.
 */
final class IssuerKeys implements AutoCloseable {
    /** Shortest time between two attempts, so that tokens with invented keys cannot cause more. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final Duration REFRESH = Duration.ofHours(1);
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String issuer;
    private final Duration pause;
    private final BackgroundThread background = new BackgroundThread("bouquet-oidc-keys");
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final AtomicLong attempted;
    private final AtomicLong attempts = new AtomicLong();
    private volatile @Nullable JWKSet keys;
    private boolean failing;

    /**
     * @param issuer its URL
     * @throws IllegalArgumentException if it is not an https URL; http is possible for this machine
     */
    IssuerKeys(String issuer) {
        this(issuer, PAUSE);
    }

    IssuerKeys(String issuer, Duration pause) {
        checked(issuer);
        this.issuer = issuer;
        this.pause = pause;
        this.attempted = new AtomicLong(System.nanoTime() - pause.toNanos());
    }

    /** Begins to read the keys. */
    void start() {
        refresh();
        background.repeat(pause, this::refreshWhenDue);
    }

    /** Returns the keys that were read last; null if they could never be read. */
    @Nullable
    JWKSet current() {
        return keys;
    }

    /** Reads the keys as soon as the pause after the last attempt is over. */
    void refresh() {
        if (waiting.compareAndSet(false, true)) {
            long since = System.nanoTime() - attempted.get();
            background.schedule(Duration.ofNanos(Math.max(0, pause.toNanos() - since)), this::read);
        }
    }

    /** Returns the number of attempts to read the keys that have ended. */
    long attempts() {
        return attempts.get();
    }

    private void refreshWhenDue() {
        if (keys == null || System.nanoTime() - attempted.get() >= REFRESH.toNanos()) {
            refresh();
        }
    }

    private void read() {
        attempted.set(System.nanoTime());
        try {
            String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
            Map<String, Object> found = JSONObjectUtils.parse(get(checked(base + "/.well-known/openid-configuration")));
            String named = JSONObjectUtils.getString(found, "issuer");
            if (!issuer.equals(named)) {
                throw new IOException("it calls itself '" + named + "'");
            }
            String location = JSONObjectUtils.getString(found, "jwks_uri");
            if (location == null) {
                throw new IOException("it names no jwks_uri");
            }
            keys = JWKSet.parse(get(checked(location))).toPublicJWKSet();
            if (failing) {
                failing = false;
                LOG.info("The keys of the issuer {} can be read again", issuer);
            }
        } catch (IOException | ParseException | IllegalArgumentException e) {
            if (!failing) {
                failing = true;
                LOG.warn(
                        "The keys of the issuer {} cannot be read, {}: {}",
                        issuer,
                        keys == null ? "so its tokens are not accepted yet" : "the last ones stay in use",
                        e.getMessage());
            }
        } finally {
            attempts.incrementAndGet();
            waiting.set(false);
        }
    }

    private static URI checked(String url) {
        try {
            URI uri = new URI(url);
            boolean isSafe = "https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && uri.getHost() != null && LOOPBACK.contains(uri.getHost());
            if (isSafe && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + url + "' is not a URL", e);
        }
        throw new IllegalArgumentException("'" + url + "' is not an https URL without query and fragment");
    }

    private static String get(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Accept", "application/json");
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException(uri + " answers " + connection.getResponseCode());
            }
            try (InputStream body = connection.getInputStream()) {
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new IOException(uri + " answers with more than " + MAX_BYTES + " bytes");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }

    @Override
    public void close() {
        background.close();
    }
}
