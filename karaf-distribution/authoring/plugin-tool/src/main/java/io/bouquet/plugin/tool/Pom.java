package io.bouquet.plugin.tool;

import io.bouquet.plugin.builder.Coordinates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What a {@code pom.xml} says about its project.
 *
 * @param properties its own properties, without those of its parents
 */
record Pom(Coordinates coordinates, Map<String, String> properties) {
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    static Pom read(Path file) throws DevException {
        Element project;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // throws, and prints nothing
            builder.setErrorHandler(new DefaultHandler());
            project = builder.parse(file.toFile()).getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new DevException(file + " cannot be read: " + e.getMessage());
        }
        Map<String, String> properties = new HashMap<>();
        child(project, "properties").ifPresent(list -> {
            for (Node node = list.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element property) {
                    properties.put(
                            property.getTagName(), property.getTextContent().strip());
                }
            }
        });
        Optional<Element> parent = child(project, "parent");
        String artifactId = text(project, "artifactId").orElse("");
        String groupId = text(project, "groupId")
                .or(() -> parent.flatMap(its -> text(its, "groupId")))
                .orElse("");
        String version = text(project, "version")
                .or(() -> parent.flatMap(its -> text(its, "version")))
                .orElse("");
        Coordinates coordinates = new Coordinates(
                resolved(groupId, properties),
                resolved(artifactId, properties),
                resolved(version, properties),
                resolved(text(project, "name").orElse(artifactId), properties),
                resolved(text(project, "description").orElse(""), properties));
        String all = coordinates.groupId() + coordinates.artifactId() + coordinates.version();
        if (coordinates.artifactId().isEmpty() || coordinates.version().isEmpty() || all.contains("${")) {
            throw new DevException(
                    file + " needs a groupId, an artifactId and a version without properties of a parent;"
                            + " it has " + coordinates.groupId() + ":" + coordinates.artifactId() + ":"
                            + coordinates.version());
        }
        return new Pom(coordinates, properties);
    }

    String property(String name, String otherwise) {
        return resolved(properties.getOrDefault(name, otherwise), properties);
    }

    private static String resolved(String text, Map<String, String> properties) {
        return PROPERTY.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(properties.getOrDefault(found.group(1), found.group())));
    }

    private static Optional<Element> child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(Element parent, String name) {
        return child(parent, name).map(element -> element.getTextContent().strip());
    }
}
