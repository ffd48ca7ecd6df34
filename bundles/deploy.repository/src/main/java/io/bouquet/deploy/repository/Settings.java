package io.bouquet.deploy.repository;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of a repository, checked.
 *
 * @param key       key with which it must be signed; empty if it need not be signed
 * @param artifacts plugins of a Maven repository; empty for any other repository
 * @param versions  most versions of a Maven artifact
 */
record Settings(Place place, Optional<PublicKey> key, List<MavenArtifact> artifacts, int versions) {
    private static final Pattern URL = Pattern.compile("(?i)([a-z][a-z0-9+.-]+):.*");

    /** A plugin in a Maven repository; {@code *} is any artifact of the group. */
    record MavenArtifact(String group, String artifact, String type) {
        private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

        static MavenArtifact of(String text) throws RepositoryException {
            String[] parts = text.split(":", -1);
            boolean right = (parts.length == 2 || parts.length == 3 && parts[2].matches("jar|kar"))
                    && TEXT.matcher(parts[0]).matches()
                    && !parts[0].contains("..")
                    && (parts[1].equals("*") || TEXT.matcher(parts[1]).matches());
            if (!right) {
                throw new RepositoryException(
                        "'artifacts' takes group:artifact, group:artifact:kar or group:*, not '" + text + "'");
            }
            return new MavenArtifact(parts[0], parts[1], parts.length == 3 ? parts[2] : "jar");
        }

        boolean isAny() {
            return artifact.equals("*");
        }

        String folder() {
            return group.replace('.', '/') + (isAny() ? "" : "/" + artifact);
        }
    }

    /**
     * @param home folder of relative paths
     * @throws RepositoryException if the settings are wrong or not safe
     */
    static Settings of(RepositoryConfig config, Path home) throws RepositoryException {
        return of(
                config.url(),
                config.key(),
                config.unsigned(),
                Arrays.asList(config.artifacts().split(",")),
                config.versions(),
                config.user(),
                config.password(),
                home);
    }

    static Settings of(
            String url,
            String key,
            boolean unsigned,
            List<String> artifacts,
            int versions,
            String user,
            String password,
            Path home)
            throws RepositoryException {
        List<MavenArtifact> wanted = new ArrayList<>();
        for (String artifact : artifacts) {
            if (!artifact.isBlank()) {
                wanted.add(MavenArtifact.of(artifact.strip()));
            }
        }
        Place place = place(url.strip(), user, password, home);
        if (place instanceof HttpPlace && wanted.stream().anyMatch(MavenArtifact::isAny)) {
            throw new RepositoryException("'artifacts' has group:*, and a Maven repository over HTTP cannot list its"
                    + " artifacts; name each: group:artifact");
        }
        Optional<PublicKey> trusted = key.isBlank() ? Optional.empty() : Optional.of(SigningKeys.publicKey(key));
        if (trusted.isEmpty() && !place.isHere() && !unsigned) {
            throw new RepositoryException(
                    place.text() + " is on another machine, and 'key' has no key of its publisher:"
                            + " set key = …, or unsigned = true if you trust that machine and the way to it");
        }
        return new Settings(place, trusted, wanted, versions);
    }

    /** Whether whatever is in the repository is accepted although it comes from another machine. */
    boolean isUnsigned() {
        return key.isEmpty() && !place.isHere();
    }

    private static Place place(String url, String user, String password, Path home) throws RepositoryException {
        if (url.isEmpty()) {
            throw new RepositoryException("'url' is missing: a folder on this machine, or an https: URL");
        }
        String scheme = URL.matcher(url).replaceFirst("$1").toLowerCase(Locale.ROOT);
        try {
            if (!URL.matcher(url).matches()) {
                return new FolderPlace(home.resolve(url).toAbsolutePath().normalize());
            }
            if (scheme.equals("file")) {
                return new FolderPlace(Path.of(URI.create(url)).toAbsolutePath().normalize());
            }
            if (scheme.equals("https") || scheme.equals("http")) {
                return http(URI.create(url.endsWith("/") ? url : url + "/"), scheme, user, password);
            }
        } catch (IllegalArgumentException e) {
            throw new RepositoryException("'url' cannot be used: " + e.getMessage());
        }
        throw new RepositoryException(
                "'url' is a folder, or begins with https:, http: or file:, not '" + scheme + ":'");
    }

    private static Place http(URI base, String scheme, String user, String password) throws RepositoryException {
        if (base.getHost() == null || base.getRawUserInfo() != null || base.getRawQuery() != null) {
            throw new RepositoryException("'url' takes a host and a path, without a password and a query");
        }
        if (user.isEmpty()) {
            return new HttpPlace(base, "");
        }
        if (!scheme.equals("https") && !isLoopback(base)) {
            throw new RepositoryException("a password over http: can be read by others; use https:");
        }
        return new HttpPlace(
                base,
                "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    static boolean isLoopback(URI address) {
        String host = String.valueOf(address.getHost());
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
