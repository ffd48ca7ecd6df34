package io.bouquet.deploy.engine;

import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.karaf.features.Feature;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The content of a KAR, as its features repository declares it.
 *
 * @param features     features to install with the KAR, as {@code name/version}
 * @param bundles      locations of its bundles in Karaf
 * @param repositories URLs of other features repositories
 * @param settings     text of each configuration that it sets, by PID
 * @param external     URLs of the texts of other configurations, by PID
 * @param files        URLs of the texts of files that it writes, by path
 * @param others       names of forbidden elements in it
 * @param jars         bundles in the KAR
 */
record KarContent(
        Set<String> features,
        List<String> bundles,
        List<String> repositories,
        Map<String, String> settings,
        Map<String, String> external,
        Map<String, String> files,
        Set<String> others,
        List<Jar> jars) {
    /** Elements that change more than bundles and settings, such as JVM libraries and repository URLs. */
    private static final List<String> FORBIDDEN = List.of("library", "resourceRepository", "blacklist", "override");

    /**
     * A bundle in a KAR.
     *
     * @param path     path inside the KAR's Maven repository
     * @param headers  main attributes of its manifest
     * @param entries  paths of its files
     * @param declared declarations in its files
     */
    record Jar(String path, Map<String, String> headers, Set<String> entries, Declared declared) {}

    static final KarContent NONE =
            new KarContent(Set.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(), Set.of(), List.of());

    /**
     * @param called name of the KAR in messages
     * @param xml    text of its features repository
     * @throws RefusedException if the text is not a features repository
     */
    static KarContent read(String called, String xml, List<Jar> jars) {
        Element root = parse(called, xml);
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, String> external = new LinkedHashMap<>();
        for (Element config : elements(root, "config")) {
            boolean elsewhere = Boolean.parseBoolean(config.getAttribute("external"));
            (elsewhere ? external : settings).put(config.getAttribute("name"), text(config));
        }
        Map<String, String> files = new LinkedHashMap<>();
        elements(root, "configfile").forEach(file -> files.put(file.getAttribute("finalname"), text(file)));
        Set<String> others = new LinkedHashSet<>();
        FORBIDDEN.stream().filter(name -> !elements(root, name).isEmpty()).forEach(others::add);
        return new KarContent(
                features(root),
                elements(root, "bundle").stream().map(KarContent::text).toList(),
                elements(root, "repository").stream().map(KarContent::text).toList(),
                settings,
                external,
                files,
                others,
                jars);
    }

    /** Returns the bundle at a path inside the KAR's Maven repository; empty if it is not in the KAR. */
    Optional<Jar> jar(String path) {
        return jars.stream().filter(jar -> jar.path().equals(path)).findFirst();
    }

    private static Set<String> features(Element root) {
        Set<String> features = new LinkedHashSet<>();
        for (Element feature : elements(root, "feature")) {
            boolean declared = feature.getParentNode().getNodeName().endsWith("features");
            String install = feature.getAttribute("install");
            if (declared && (install.isEmpty() || install.equals(Feature.DEFAULT_INSTALL_MODE))) {
                String version = feature.getAttribute("version");
                features.add(feature.getAttribute("name") + "/" + (version.isEmpty() ? "0.0.0" : version));
            }
        }
        return features;
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
    }

    private static List<Element> elements(Element root, String tag) {
        NodeList found = root.getElementsByTagNameNS("*", tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static Element parse(String called, String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
        } catch (SAXException e) {
            throw new RefusedException(
                    Reason.BAD_ARCHIVE,
                    "the features repository of " + called + " is no valid XML" + line(e) + ": " + Words.of(e));
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException("no XML can be read here: " + Words.of(e), e);
        }
    }

    private static String line(SAXException e) {
        return e instanceof SAXParseException at ? " in line " + at.getLineNumber() : "";
    }

    /** Throws errors. The default handler prints them to the console. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(@Nullable SAXParseException e) {
            // warnings are ignored
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
