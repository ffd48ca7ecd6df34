package io.bouquet.data.entities;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code META-INF/persistence.xml} with the JPA classes of a module, unless the module has one of its own. The
 * option {@code bouquet.unit} is the name of the unit; dots and hyphens become underscores. Classes of an earlier
 * compilation stay listed while they exist, so that a module can be compiled in parts.
 */
@SupportedAnnotationTypes("*") // otherwise the compiler warns of the option in modules without entities
@SupportedOptions(EntitiesProcessor.UNIT)
public final class EntitiesProcessor extends AbstractProcessor {
    static final String UNIT = "bouquet.unit";

    private static final Set<String> PERSISTENT = Set.of(
            "javax.persistence.Entity",
            "javax.persistence.Embeddable",
            "javax.persistence.MappedSuperclass",
            "javax.persistence.Converter");
    private static final String FILE = "META-INF/persistence.xml";
    private static final String MARK = "<!-- generated from the annotations of the classes -->";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,29}");
    private static final Pattern LISTED = Pattern.compile("<class>([^<]+)</class>");

    private final Set<String> classes = new TreeSet<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            if (!PERSISTENT.contains(annotation.getQualifiedName().toString())) {
                continue;
            }
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                classes.add(processingEnv
                        .getElementUtils()
                        .getBinaryName((TypeElement) element)
                        .toString());
            }
        }
        if (round.processingOver() && !classes.isEmpty()) {
            write();
        }
        return false;
    }

    private void write() {
        String there = existing();
        if (there != null && !there.contains(MARK)) {
            return; // the module's own
        }
        String unit = processingEnv
                .getOptions()
                .getOrDefault(UNIT, "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[.-]", "_");
        if (!NAME.matcher(unit).matches()) {
            error("The entities need a unit. '" + unit
                    + "' is no name of one: a letter, then up to 29 letters, digits or _."
                    + " Set the property data.unit, or the compiler's option -A" + UNIT + "=NAME");
            return;
        }
        keepListed(there);
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append(MARK)
                .append("\n<persistence version=\"2.1\" xmlns=\"http://xmlns.jcp.org/xml/ns/persistence\">\n")
                .append("  <persistence-unit name=\"" + unit + "\" transaction-type=\"RESOURCE_LOCAL\">\n");
        classes.forEach(name -> xml.append("    <class>" + name + "</class>\n"));
        xml.append("    <exclude-unlisted-classes>true</exclude-unlisted-classes>\n");
        xml.append("  </persistence-unit>\n</persistence>\n");
        try (Writer out = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", FILE)
                .openWriter()) {
            out.write(xml.toString());
        } catch (IOException e) {
            error(FILE + " cannot be written: " + e);
        }
    }

    /** Keeps the classes of an earlier compilation that still exist. */
    private void keepListed(@Nullable String there) {
        Matcher listed = LISTED.matcher(there == null ? "" : there);
        while (listed.find()) {
            String[] names = listed.group(1).split("\\$");
            TypeElement type = processingEnv.getElementUtils().getTypeElement(names[0]);
            for (int i = 1; i < names.length && type != null; i++) {
                type = nested(type, names[i]);
            }
            if (type != null && isPersistent(type)) {
                classes.add(listed.group(1));
            }
        }
    }

    private static @Nullable TypeElement nested(TypeElement outer, String name) {
        return ElementFilter.typesIn(outer.getEnclosedElements()).stream()
                .filter(type -> type.getSimpleName().contentEquals(name))
                .findFirst()
                .orElse(null);
    }

    private boolean isPersistent(TypeElement type) {
        return type.getAnnotationMirrors().stream()
                .anyMatch(annotation ->
                        PERSISTENT.contains(annotation.getAnnotationType().toString()));
    }

    private @Nullable String existing() {
        try {
            return processingEnv
                    .getFiler()
                    .getResource(StandardLocation.CLASS_OUTPUT, "", FILE)
                    .getCharContent(true)
                    .toString();
        } catch (IOException e) {
            return null; // there is none yet
        }
    }

    private void error(String message) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message);
    }
}
