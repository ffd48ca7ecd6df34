package io.bouquet.web.openapi.javadoc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Writes the Javadoc of a module's types into {@code META-INF/bouquet/javadoc.properties}, where the OpenAPI document of the
 * platform takes summaries and descriptions from. It looks at all types, whatever annotations they have. Texts of types of an
 * earlier compilation stay while the types exist, so that a module can be compiled in parts.
 */
@SupportedAnnotationTypes("*")
public final class JavadocProcessor extends AbstractProcessor {
    private static final String FILE = "META-INF/bouquet/javadoc.properties";

    private final SortedMap<String, String> texts = new TreeMap<>();
    private final Set<String> compiled = new HashSet<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        round.getRootElements().forEach(this::read);
        if (round.processingOver()) {
            Properties earlier = earlier();
            keep(earlier);
            if (!texts.isEmpty() || !earlier.isEmpty()) {
                write();
            }
        }
        return false;
    }

    private void read(Element element) {
        if (!(element instanceof TypeElement type)) {
            return;
        }
        String name = processingEnv.getElementUtils().getBinaryName(type).toString();
        compiled.add(name);
        Javadoc javadoc = javadoc(type);
        put(name, javadoc.text());
        javadoc.parameters().forEach((component, text) -> put(name + "." + component, text));
        for (Element member : type.getEnclosedElements()) {
            boolean isPrivate = member.getModifiers().contains(Modifier.PRIVATE);
            if (member instanceof ExecutableElement method && method.getKind() == ElementKind.METHOD && !isPrivate) {
                method(name, method);
            } else if (member instanceof VariableElement field) {
                put(name + "." + field.getSimpleName(), javadoc(field).text());
            }
            read(member);
        }
    }

    private void method(String type, ExecutableElement method) {
        Javadoc javadoc = javadoc(method);
        String key = type + "." + method.getSimpleName()
                + method.getParameters().stream()
                        .map(parameter -> erasure(parameter.asType()))
                        .collect(Collectors.joining(",", "(", ")"));
        put(key, javadoc.text());
        put(key + "@return", javadoc.returned());
        List<? extends VariableElement> parameters = method.getParameters();
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).getSimpleName().toString();
            put(key + "@" + i, javadoc.parameters().getOrDefault(name, ""));
        }
    }

    /** Returns the name of a type as {@code Class.getTypeName()} has it at run time. */
    private String erasure(TypeMirror type) {
        TypeMirror erased = processingEnv.getTypeUtils().erasure(type);
        if (erased instanceof ArrayType array) {
            return erasure(array.getComponentType()) + "[]";
        }
        if (erased instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element) {
            return processingEnv.getElementUtils().getBinaryName(element).toString();
        }
        // without the annotations of a primitive type
        return erased.getKind().isPrimitive() ? erased.getKind().name().toLowerCase(Locale.ROOT) : erased.toString();
    }

    private Javadoc javadoc(Element element) {
        String comment = processingEnv.getElementUtils().getDocComment(element);
        return Javadoc.of(comment == null ? "" : comment);
    }

    private void put(String key, String text) {
        if (!text.isEmpty()) {
            texts.putIfAbsent(key, text);
        }
    }

    /** Returns the texts that an earlier compilation has written. */
    private Properties earlier() {
        Properties earlier = new Properties();
        try (InputStream in = processingEnv
                .getFiler()
                .getResource(StandardLocation.CLASS_OUTPUT, "", FILE)
                .openInputStream()) {
            earlier.load(in);
        } catch (IOException | IllegalArgumentException e) {
            earlier.clear(); // there is none yet, or it is none of ours
        }
        return earlier;
    }

    /** Keeps the texts of types that still exist and were not compiled again. */
    private void keep(Properties earlier) {
        Map<String, Boolean> stays = new HashMap<>();
        for (String key : earlier.stringPropertyNames()) {
            int parameters = key.indexOf('(');
            String name = parameters < 0 ? key : key.substring(0, parameters);
            int member = name.lastIndexOf('.');
            boolean isOfMember = member >= 0 && stays.computeIfAbsent(name.substring(0, member), this::stays);
            if (isOfMember || parameters < 0 && stays.computeIfAbsent(name, this::stays)) {
                texts.putIfAbsent(key, earlier.getProperty(key));
            }
        }
    }

    private boolean stays(String type) {
        if (compiled.contains(type)) {
            return false;
        }
        String[] names = type.split("\\$");
        TypeElement found = processingEnv.getElementUtils().getTypeElement(names[0]);
        for (int i = 1; i < names.length && found != null; i++) {
            String name = names[i];
            found = ElementFilter.typesIn(found.getEnclosedElements()).stream()
                    .filter(nested -> nested.getSimpleName().contentEquals(name))
                    .findFirst()
                    .orElse(null);
        }
        return found != null;
    }

    private void write() {
        try (Writer out = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", FILE)
                .openWriter()) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                out.write(escape(text.getKey()).replace(" ", "\\ ") + "=" + escape(text.getValue()) + "\n");
            }
        } catch (IOException e) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, FILE + " cannot be written: " + e);
        }
    }

    /** Escapes a key or value of a properties file. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\\', '=', ':', '#', '!' -> escaped.append('\\').append(c);
                default -> {
                    if (c < ' ' || c > '~') {
                        escaped.append(String.format("\\u%04x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
