package io.bouquet.deploy.engine;

import io.bouquet.deploy.engine.Declared.Answer;
import io.bouquet.deploy.engine.Declared.ClassVersion;
import io.bouquet.deploy.engine.Declared.Component;
import io.bouquet.deploy.engine.Declared.Type;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.xbean.asm9.AnnotationVisitor;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads the declarations in the files of a bundle, one file after the other. Not thread-safe. */
final class DeclaredReader {
    static final String PATH = "javax.ws.rs.Path";
    static final String JAKARTA_PATH = "jakarta.ws.rs.Path";
    static final String ENTITY = "javax.persistence.Entity";
    static final String JAKARTA_ENTITY = "jakarta.persistence.Entity";
    static final String COMMAND = "org.apache.karaf.shell.api.action.Command";

    private static final String SECURED = "io.bouquet.web.Secured";
    private static final String PERSISTENCE = "META-INF/persistence.xml";
    private static final Set<String> CLASS_ANNOTATIONS = Set.of(PATH, JAKARTA_PATH, ENTITY, JAKARTA_ENTITY, COMMAND);
    private static final Set<String> SUPERTYPES =
            Set.of("io.bouquet.tagging.spi.Tagger", "io.bouquet.console.spi.ConsolePage");
    private static final Set<String> HTTP = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final String JAX_RS = "javax.ws.rs.";
    /** The latest class format that ASM certainly reads. Later formats store annotations in the same way. */
    private static final int KNOWN_MAJOR = 61;

    private final List<Component> components = new ArrayList<>();
    private final Map<String, Type> types = new TreeMap<>();
    private final Set<String> uses = new TreeSet<>();
    private final Set<String> listed = new TreeSet<>();
    private final Set<String> scopes = new TreeSet<>();
    private ClassVersion newest = new ClassVersion("", 0);

    /** Whether {@link #read} reads files with this path. */
    static boolean isRead(String path) {
        return path.endsWith(".class") && !path.startsWith("META-INF/")
                || path.startsWith("OSGI-INF/") && path.endsWith(".xml")
                || path.equals(PERSISTENCE);
    }

    /** Reads the files of an installed bundle. Does not use {@code findEntries}, which would resolve the bundle. */
    static Declared of(Bundle bundle, Predicate<String> files) {
        DeclaredReader reader = new DeclaredReader();
        for (String path : paths(bundle)) {
            URL entry = isRead(path) && files.test(path) ? bundle.getEntry(path) : null;
            if (entry != null) {
                try (InputStream in = entry.openStream()) {
                    reader.read(path, in.readAllBytes());
                } catch (IOException e) {
                    // the bundle was uninstalled meanwhile
                    break;
                }
            }
        }
        return reader.declared();
    }

    /** Returns the paths of the files of an installed bundle, without resolving it. */
    static Set<String> paths(Bundle bundle) {
        Set<String> paths = new TreeSet<>();
        paths(bundle, "/", paths);
        return paths;
    }

    private static void paths(Bundle bundle, String folder, Set<String> paths) {
        Enumeration<String> entries = bundle.getEntryPaths(folder);
        while (entries != null && entries.hasMoreElements()) {
            String path = entries.nextElement();
            if (path.endsWith("/")) {
                paths(bundle, path, paths);
            } else {
                paths.add(path);
            }
        }
    }

    void read(String path, byte[] content) {
        try {
            if (path.equals(PERSISTENCE)) {
                NodeList classes = document(content).getElementsByTagNameNS("*", "class");
                for (int i = 0; i < classes.getLength(); i++) {
                    listed.add(classes.item(i).getTextContent().strip());
                }
            } else if (path.endsWith(".xml")) {
                components(content);
            } else {
                type(path, content);
            }
        } catch (RuntimeException | SAXException | IOException | ParserConfigurationException e) {
            // an unreadable file counts as one without declarations; the framework reports what is wrong with it
            return;
        }
    }

    Declared declared() {
        return new Declared(
                List.copyOf(components),
                new TreeMap<>(types),
                newest,
                Set.copyOf(uses),
                Set.copyOf(listed),
                Set.copyOf(scopes));
    }

    private static Document document(byte[] xml) throws SAXException, IOException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setNamespaceAware(true);
        var builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new DefaultHandler());
        return builder.parse(new ByteArrayInputStream(xml));
    }

    private void components(byte[] xml) throws SAXException, IOException, ParserConfigurationException {
        NodeList found = document(xml).getElementsByTagNameNS("*", "component");
        for (int i = 0; i < found.getLength(); i++) {
            components.add(component((Element) found.item(i)));
        }
    }

    private static Component component(Element component) {
        String type = "";
        for (Element one : elements(component, "implementation")) {
            type = one.getAttribute("class");
        }
        Set<String> provides = new TreeSet<>();
        elements(component, "provide").forEach(one -> provides.add(one.getAttribute("interface")));
        Set<String> references = new TreeSet<>();
        elements(component, "reference").forEach(one -> references.add(one.getAttribute("interface")));
        Map<String, List<String>> properties = new HashMap<>();
        for (Element one : elements(component, "property")) {
            properties.put(
                    one.getAttribute("name"),
                    one.hasAttribute("value")
                            ? List.of(one.getAttribute("value"))
                            : one.getTextContent()
                                    .lines()
                                    .map(String::strip)
                                    .filter(line -> !line.isEmpty())
                                    .toList());
        }
        return new Component(type, provides, references, properties);
    }

    private static List<Element> elements(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private void type(String path, byte[] content) {
        if (content.length < 8 || content[0] != (byte) 0xCA || content[1] != (byte) 0xFE) {
            return;
        }
        int major = (content[6] & 0xFF) << 8 | content[7] & 0xFF;
        if (major > newest.major()) {
            newest = new ClassVersion(path, major);
        }
        byte[] known = content;
        if (major > KNOWN_MAJOR) {
            known = content.clone();
            known[6] = 0;
            known[7] = KNOWN_MAJOR;
        }
        TypeVisitor visitor = new TypeVisitor();
        new ClassReader(known)
                .accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        visitor.type().ifPresent(type -> types.put(type.name(), type));
    }

    private static String name(String descriptor) {
        return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
    }

    /** Collects the scopes in an annotation. */
    private final class ScopesVisitor extends AnnotationVisitor {
        ScopesVisitor() {
            super(Opcodes.ASM9);
        }

        @Override
        public AnnotationVisitor visitArray(String attribute) {
            return new AnnotationVisitor(Opcodes.ASM9) {
                @Override
                public void visit(@Nullable String none, Object value) {
                    scopes.add(value.toString());
                }
            };
        }
    }

    /** Collects the declarations of a class. */
    private final class TypeVisitor extends ClassVisitor {
        private final Set<String> annotations = new HashSet<>();
        private final Set<String> supertypes = new LinkedHashSet<>();
        private final List<Answer> methods = new ArrayList<>();
        private String type = "";
        private boolean concrete;
        private String path = "";
        private final Map<String, String> command = new HashMap<>();

        TypeVisitor() {
            super(Opcodes.ASM9);
        }

        Optional<Type> type() {
            boolean matters = !annotations.isEmpty() || !methods.isEmpty() || !supertypes.isEmpty();
            return matters
                    ? Optional.of(new Type(
                            type,
                            concrete,
                            annotations,
                            supertypes,
                            path,
                            annotations.contains(COMMAND)
                                    ? command.getOrDefault("scope", "") + ":" + command.getOrDefault("name", "")
                                    : "",
                            methods))
                    : Optional.empty();
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            type = name.replace('/', '.');
            concrete = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0;
            Stream.concat(
                            Stream.ofNullable(superName),
                            Stream.ofNullable(interfaces).flatMap(Stream::of))
                    .map(one -> one.replace('/', '.'))
                    .filter(SUPERTYPES::contains)
                    .forEach(supertypes::add);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            String name = name(descriptor);
            if (name.equals(SECURED)) {
                return new ScopesVisitor();
            }
            if (!CLASS_ANNOTATIONS.contains(name)) {
                return null;
            }
            annotations.add(name);
            if (name.startsWith("jakarta.")) {
                uses.add(name.substring(0, name.lastIndexOf('.')));
            }
            return new AnnotationVisitor(Opcodes.ASM9) {
                @Override
                public void visit(String attribute, Object value) {
                    if (name.equals(PATH)) {
                        path = value.toString();
                    }
                    command.put(attribute, value.toString());
                }
            };
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                private final Set<String> http = new TreeSet<>();
                private String own = "";

                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    String its = name(annotation);
                    if (its.equals(SECURED)) {
                        return new ScopesVisitor();
                    }
                    if (its.startsWith(JAX_RS) && HTTP.contains(its.substring(JAX_RS.length()))) {
                        http.add(its.substring(JAX_RS.length()));
                    }
                    return !its.equals(PATH)
                            ? null
                            : new AnnotationVisitor(Opcodes.ASM9) {
                                @Override
                                public void visit(String attribute, Object value) {
                                    own = value.toString();
                                }
                            };
                }

                @Override
                public void visitEnd() {
                    http.forEach(method -> methods.add(new Answer(method, own)));
                }
            };
        }
    }
}
