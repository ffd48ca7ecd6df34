package io.bouquet.data.openjpa;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The one persistence unit of a {@code persistence.xml}.
 *
 * @param classes names of the entities; they must be listed, because a bundle is not searched
 */
record PersistenceXml(URL location, String unit, List<String> classes, Properties properties) {
    static PersistenceXml read(URL xml) throws IOException {
        Element root = parse(xml);
        List<Element> units = children(root, "persistence-unit");
        if (units.size() != 1) {
            throw new DataException(file(xml) + " has " + units.size()
                    + " persistence units; a plugin has exactly one, named after it");
        }
        Element unit = units.get(0);
        String name = unit.getAttribute("name");
        if (!name.matches("[a-z][a-z0-9_]{0,29}")) {
            throw new DataException("the persistence unit '" + name + "' in " + file(xml)
                    + " cannot be a schema; its name is lower case letters, digits and _, at most 30");
        }
        List<String> classes = new ArrayList<>();
        for (Element listed : children(unit, "class")) {
            classes.add(listed.getTextContent().strip());
        }
        if (classes.isEmpty()) {
            throw new DataException(
                    "entity-not-listed",
                    "the persistence unit '" + name + "' in " + file(xml) + " lists no entity",
                    "Name each entity there in a <class> element",
                    null);
        }
        Properties properties = new Properties();
        for (Element group : children(unit, "properties")) {
            for (Element property : children(group, "property")) {
                properties.setProperty(property.getAttribute("name"), property.getAttribute("value"));
            }
        }
        return new PersistenceXml(xml, name, List.copyOf(classes), properties);
    }

    /** Returns the path inside the plugin. */
    String file() {
        return file(location);
    }

    private static String file(URL xml) {
        String path = xml.getPath();
        int inside = path.indexOf("META-INF/");
        return inside < 0 ? path.replaceFirst("^/+", "") : path.substring(inside);
    }

    private static Element parse(URL xml) throws IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setExpandEntityReferences(false);
        try (InputStream in = xml.openStream()) {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            // no document type and no entities, so that a plugin's file cannot read other files
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            // the default handler prints to standard error
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(in).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new DataException(file(xml) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }
}
