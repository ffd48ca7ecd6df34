package io.bouquet.web.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.xbean.asm9.AnnotationVisitor;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.FieldVisitor;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;
import org.apache.xbean.asm9.TypePath;
import org.apache.xbean.asm9.TypeReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells which fields, record components and getters have an annotation named {@code Nullable}. It reads class files:
 * bundles do not import the packages of such annotations, so reflection does not see them.
 */
final class Nullness {
    private static final String NULLABLE = "/Nullable;";
    /** The latest class format that the reader knows for sure; later ones contain annotations alike. */
    private static final int KNOWN_MAJOR = 61;

    private final Map<Class<?>, Set<String>> members = new HashMap<>();

    boolean isNullable(Class<?> type, String member) {
        return members.computeIfAbsent(type, Nullness::read).contains(member);
    }

    private static Set<String> read(Class<?> type) {
        Set<String> nullable = new HashSet<>();
        String name = type.getName();
        try (InputStream in = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            if (in != null) {
                byte[] file = in.readAllBytes();
                if (file.length > 8 && ((file[6] & 0xFF) << 8 | file[7] & 0xFF) > KNOWN_MAJOR) {
                    file[6] = 0;
                    file[7] = KNOWN_MAJOR;
                }
                new ClassReader(file)
                        .accept(
                                new Members(nullable),
                                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            }
        } catch (IOException | RuntimeException unreadable) {
            // no annotation is known then
            return Set.of();
        }
        return nullable;
    }

    private static final class Members extends ClassVisitor {
        private final Set<String> nullable;

        Members(Set<String> nullable) {
            super(Opcodes.ASM9);
            this.nullable = nullable;
        }

        private @Nullable AnnotationVisitor see(String member, String descriptor) {
            if (descriptor.endsWith(NULLABLE)) {
                nullable.add(member);
            }
            return null;
        }

        @Override
        public FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            return new FieldVisitor(Opcodes.ASM9) {
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    return see(name, annotation);
                }

                @Override
                public @Nullable AnnotationVisitor visitTypeAnnotation(
                        int reference, @Nullable TypePath path, String annotation, boolean visible) {
                    // a path leads to a type argument or an element, unless it leads to a nested class
                    return path == null || leadsToNestedClass(path) ? see(name, annotation) : null;
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
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    return see(name + "()", annotation);
                }

                @Override
                public @Nullable AnnotationVisitor visitTypeAnnotation(
                        int reference, @Nullable TypePath path, String annotation, boolean visible) {
                    boolean ofReturn = reference >>> 24 == TypeReference.METHOD_RETURN;
                    return ofReturn && (path == null || leadsToNestedClass(path)) ? see(name + "()", annotation) : null;
                }
            };
        }

        private static boolean leadsToNestedClass(TypePath path) {
            for (int i = 0; i < path.getLength(); i++) {
                if (path.getStep(i) != TypePath.INNER_TYPE) {
                    return false;
                }
            }
            return true;
        }
    }
}
