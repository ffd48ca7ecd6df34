package io.bouquet.deploy.repository;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bouquet.deploy.ArchiveSummary;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The index of a repository: the file {@link #FILE}.
 *
 * @param format  version of the format: {@link #FORMAT}
 * @param made    when it was made, in ISO 8601; each index of a repository is later than the one before it
 * @param plugins archives in the repository
 */
public record Index(int format, String made, List<Entry> plugins) {
    public static final String FILE = "plugins.json";
    /** The file with the Ed25519 signature of the index: 64 bytes. */
    public static final String SIGNATURE = FILE + ".sig";

    static final int FORMAT = 1;
    static final int MOST_BYTES = 16 << 20;
    /** A relative path without hidden files, {@code ..} and characters that have a meaning in URLs. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*(/[A-Za-z0-9_][A-Za-z0-9._+-]*)*");

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._+-]{1,100}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // a later version of the format may add to it
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * An archive.
     *
     * @param file   path of the archive, relative to the index
     * @param bytes  size of the archive
     * @param sha256 checksum of the archive, in lower-case hexadecimal digits
     * @param plugin what is in it
     */
    public record Entry(String file, long bytes, String sha256, ArchiveSummary plugin) {
        public Entry {
            if (!isPath(file)) {
                throw new IllegalArgumentException("the file '" + file + "' is not a plain path inside the repository");
            }
            if (bytes <= 0 || !SHA_256.matcher(sha256).matches()) {
                throw new IllegalArgumentException("the file '" + file + "' has no valid size and SHA-256");
            }
            requireName(plugin.name(), plugin.version());
        }
    }

    public Index {
        plugins = List.copyOf(plugins);
        Set<List<String>> seen = new HashSet<>();
        for (Entry entry : plugins) {
            if (!seen.add(List.of(entry.plugin().name(), entry.plugin().version()))) {
                throw new IllegalArgumentException(
                        "it has " + entry.plugin().name() + " " + entry.plugin().version() + " twice");
            }
        }
    }

    static boolean isPath(String path) {
        return PATH.matcher(path).matches();
    }

    static boolean isVersion(String version) {
        return VERSION.matcher(version).matches();
    }

    /** Requires a name and a version that can be shown and compared safely. */
    static void requireName(String name, String version) {
        if (!NAME.matcher(name).matches() || !isVersion(version)) {
            throw new IllegalArgumentException("'" + name + "' in version '" + version + "' is no name of a plugin");
        }
    }

    /** @throws RepositoryException if these bytes are not an index */
    public static Index read(byte[] json) throws RepositoryException {
        try {
            int format = JSON.readTree(json).path("format").asInt();
            if (format != FORMAT) {
                throw new RepositoryException(
                        format > FORMAT
                                ? "its " + FILE + " has the format " + format + ", and this platform reads " + FORMAT
                                        + "; upgrade the platform"
                                : "its " + FILE + " is not an index of plugins: it has no format");
            }
            Index index = JSON.readValue(json, Index.class);
            index.at();
            return index;
        } catch (JsonMappingException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException refused ? refused : e;
            throw new RepositoryException("its " + FILE + " is wrong: "
                    + (cause == e ? e.getOriginalMessage() : String.valueOf(cause.getMessage())));
        } catch (DateTimeException e) {
            throw new RepositoryException("its " + FILE + " is wrong: 'made' is not a time: " + e.getMessage());
        } catch (JsonProcessingException e) {
            throw new RepositoryException("its " + FILE + " is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }

    /** Returns the index as JSON. */
    public byte[] write() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("no JSON for texts and numbers", never);
        }
    }

    Instant at() {
        return Instant.parse(made);
    }
}
