package io.bouquet.deploy.repository;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A folder of an HTTP server. Follows no redirects. Uses the JDK's connections without threads, which nothing has to end.
 *
 * @param base          address with a slash at the end
 * @param authorization value of the header; the empty string for none
 */
record HttpPlace(URI base, String authorization) implements Place {
    private static final int CONNECT_MILLIS = 5_000;
    /** The longest silence of the server. */
    private static final int SILENCE_MILLIS = 15_000;

    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Override
    public Optional<InputStream> open(String path) throws IOException, RepositoryException {
        URI address = base.resolve(path);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        connection.setUseCaches(false);
        if (!authorization.isEmpty()) {
            connection.setRequestProperty("Authorization", authorization);
        }
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) {
            return Optional.of(new Deadline(connection.getInputStream(), path));
        }
        String location = connection.getHeaderField("Location");
        connection.disconnect();
        if (status == HttpURLConnection.HTTP_NOT_FOUND) {
            return Optional.empty();
        }
        if (status / 100 == 3) {
            throw new RepositoryException(address + " redirects to " + (location == null ? "nowhere" : location)
                    + ", and redirects are not followed; name the final address in 'url'");
        }
        throw new RepositoryException(address + " answers " + status
                + (status == 401 || status == 403 ? "; set 'user' and 'password' of the repository" : ""));
    }

    /** Ends a download that takes too long, however steadily its bytes trickle in. */
    private static final class Deadline extends FilterInputStream {
        private final long end = System.nanoTime() + LONGEST.toNanos();
        private final String path;

        Deadline(InputStream in, String path) {
            super(in);
            this.path = path;
        }

        @Override
        public int read() throws IOException {
            check();
            return super.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            check();
            return super.read(buffer, offset, length);
        }

        private void check() throws IOException {
            if (System.nanoTime() > end) {
                throw new IOException(
                        "the download of " + path + " takes longer than " + LONGEST.toMinutes() + " minutes");
            }
        }
    }

    @Override
    public boolean isHere() {
        return Settings.isLoopback(base);
    }

    @Override
    public List<String> list(String folder) {
        return List.of();
    }

    @Override
    public String stamp(String path) {
        return "";
    }

    @Override
    public String text() {
        return base.toString();
    }
}
