package io.bouquet.deploy.repository;

import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.repository.Settings.MavenArtifact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * A Maven repository. Maven's metadata has the versions; what is in an archive is known only from the archive, so each is
 * downloaded once.
 */
final class MavenLayout implements Layout {
    private static final int METADATA_BYTES = 1 << 20;
    private static final int CHECKSUM_BYTES = 1 << 12;
    private static final List<String> METADATA = List.of("maven-metadata.xml", "maven-metadata-local.xml");
    /** Endings of checksum files, the strongest first. */
    private static final List<String> ALGORITHMS = List.of("SHA-512", "SHA-256", "SHA-1");

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{40,128}");

    private final Settings settings;
    private final Fetcher fetcher;
    private Map<String, Offer> known = Map.of();

    /** A checksum; its algorithm is the empty string if there is none. */
    private record Checksum(String algorithm, String hex) {}

    MavenLayout(Settings settings, Fetcher fetcher) {
        this.settings = settings;
        this.fetcher = fetcher;
    }

    @Override
    public Offer.All read() throws IOException, RepositoryException {
        Map<String, Offer> read = new HashMap<>();
        List<String> problems = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        List<Offer> offers = new ArrayList<>();
        for (MavenArtifact artifact : artifacts()) {
            for (String version : versions(artifact, problems)) {
                String path = artifact.folder() + "/" + version + "/" + artifact.artifact() + "-" + version + "."
                        + artifact.type();
                try {
                    Checksum checksum = checksum(path);
                    String stamp = path + " " + checksum.hex()
                            + (checksum.algorithm().isEmpty() ? settings.place().stamp(path) : "");
                    Offer offer = known.containsKey(stamp) ? known.get(stamp) : offer(path, checksum);
                    if (seen.add(List.of(offer.summary().name(), offer.summary().version()))) {
                        read.put(stamp, offer);
                        offers.add(offer);
                    }
                } catch (RefusedException | RepositoryException e) {
                    problems.add(artifact.artifact() + " " + version + " is left out: " + e.getMessage());
                }
            }
        }
        known = read;
        return new Offer.All(Optional.empty(), offers, problems);
    }

    private Offer offer(String path, Checksum checksum) throws IOException, RepositoryException {
        Fetcher.Copy copy = fetcher.copy(path, -1, checksum.algorithm(), checksum.hex(), settings.key());
        copy.delete();
        return new Offer(path, copy.bytes(), checksum.algorithm(), checksum.hex(), copy.summary());
    }

    private List<MavenArtifact> artifacts() throws IOException, RepositoryException {
        List<MavenArtifact> artifacts = new ArrayList<>();
        for (MavenArtifact artifact : settings.artifacts()) {
            if (!artifact.isAny()) {
                artifacts.add(artifact);
                continue;
            }
            for (String name : settings.place().list(artifact.folder())) {
                MavenArtifact one = new MavenArtifact(artifact.group(), name, artifact.type());
                if (Index.isPath(name) && metadata(one).isPresent()) {
                    artifacts.add(one);
                }
            }
        }
        return artifacts;
    }

    private Optional<byte[]> metadata(MavenArtifact artifact) throws IOException, RepositoryException {
        for (String file : METADATA) {
            Optional<byte[]> xml = settings.place().read(artifact.folder() + "/" + file, METADATA_BYTES);
            if (xml.isPresent()) {
                return xml;
            }
        }
        return Optional.empty();
    }

    /** Returns the latest released versions, which Maven's metadata has last. */
    private List<String> versions(MavenArtifact artifact, List<String> problems)
            throws IOException, RepositoryException {
        Optional<byte[]> xml = metadata(artifact);
        if (xml.isEmpty()) {
            problems.add(artifact.group() + ":" + artifact.artifact() + " is left out: there is no " + METADATA.get(0)
                    + " in " + artifact.folder());
            return List.of();
        }
        List<String> versions = new ArrayList<>();
        try {
            NodeList found =
                    builder().parse(new ByteArrayInputStream(xml.get())).getElementsByTagName("version");
            for (int i = 0; i < found.getLength(); i++) {
                String version = found.item(i).getTextContent().strip();
                boolean listed = found.item(i).getParentNode().getNodeName().equals("versions");
                if (listed && !version.endsWith("-SNAPSHOT") && Index.isVersion(version) && Index.isPath(version)) {
                    versions.add(version);
                }
            }
        } catch (SAXException e) {
            throw new RepositoryException(
                    "the metadata of " + artifact.group() + ":" + artifact.artifact() + " is wrong: " + e.getMessage());
        }
        return versions.subList(Math.max(0, versions.size() - settings.versions()), versions.size());
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("no XML can be read here", e);
        }
    }

    private Checksum checksum(String path) throws IOException, RepositoryException {
        for (String algorithm : ALGORITHMS) {
            String ending = algorithm.replace("-", "").toLowerCase(Locale.ROOT);
            Optional<byte[]> file = settings.place().read(path + "." + ending, CHECKSUM_BYTES);
            if (file.isPresent()) {
                // some tools write the name of the file behind it
                String hex = new String(file.get(), StandardCharsets.US_ASCII)
                        .strip()
                        .split("\\s", 2)[0]
                        .toLowerCase(Locale.ROOT);
                if (!HEX.matcher(hex).matches()) {
                    throw new RepositoryException(path + "." + ending + " has no checksum");
                }
                return new Checksum(algorithm, hex);
            }
        }
        // Maven writes none into the repository of a user, and a folder on this machine needs none
        if (settings.place() instanceof FolderPlace) {
            return new Checksum("", "");
        }
        throw new RepositoryException("it has no checksum: neither " + path + ".sha512 nor .sha256 nor .sha1");
    }

    @Override
    public String name() {
        return "maven";
    }
}
