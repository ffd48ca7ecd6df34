package io.bouquet.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.xbean.asm9.AnnotationVisitor;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.FieldVisitor;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;
import org.apache.xbean.asm9.Type;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of a class that only its file has, and not the loaded class: those of components, from which bnd writes
 * their descriptions.
 */
final class ClassFile {
    private static final ClassValue<ClassFile> OF_CLASSES = new ClassValue<>() {
        @Override
        protected ClassFile computeValue(Class<?> type) {
            return read(type);
        }
    };

    /** Of the class itself. */
    final List<Note> notes = new ArrayList<>();
    /** Of the fields that have annotations, by name. */
    final Map<String, List<Note>> fields = new LinkedHashMap<>();
    /** By name and descriptor; constructors are named {@code <init>}. */
    final Map<String, Member> methods = new LinkedHashMap<>();

    /**
     * An annotation.
     *
     * @param type   name of its class
     * @param values the values that are set: texts, numbers, names of constants and of classes, other notes, or lists of these
     */
    record Note(String type, Map<String, Object> values) {
        String text(String name, String otherwise) {
            return values.getOrDefault(name, otherwise).toString();
        }
    }

    /** A constructor or method, with the annotations of its parameters by their index. */
    record Member(List<Note> notes, Map<Integer, List<Note>> parameters) {}

    private ClassFile() {}

    static ClassFile of(Class<?> type) {
        return OF_CLASSES.get(type);
    }

    static Optional<Note> find(List<Note> notes, Class<?> type) {
        return notes.stream().filter(note -> note.type().equals(type.getName())).findFirst();
    }

    private static ClassFile read(Class<?> type) {
        ClassFile file = new ClassFile();
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "the file of " + type + " is not on the class path; pass a class, not a lambda or a mock");
            }
            new ClassReader(in)
                    .accept(
                            file.new Visitor(),
                            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the file of " + type, e);
        }
        return file;
    }

    private final class Visitor extends ClassVisitor {
        Visitor() {
            super(Opcodes.ASM9);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return collect(descriptor, notes);
        }

        @Override
        public FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            return new FieldVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    return collect(annotation, fields.computeIfAbsent(name, any -> new ArrayList<>()));
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
            Member member = new Member(new ArrayList<>(), new HashMap<>());
            methods.put(name + descriptor, member);
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    return collect(annotation, member.notes());
                }

                @Override
                public AnnotationVisitor visitParameterAnnotation(int index, String annotation, boolean visible) {
                    return collect(annotation, member.parameters().computeIfAbsent(index, any -> new ArrayList<>()));
                }
            };
        }
    }

    private static AnnotationVisitor collect(String descriptor, List<? super Note> into) {
        Map<String, Object> values = new LinkedHashMap<>();
        into.add(new Note(Type.getType(descriptor).getClassName(), values));
        return new Values() {
            @Override
            void put(@Nullable String name, Object value) {
                values.put(String.valueOf(name), value);
            }
        };
    }

    private abstract static class Values extends AnnotationVisitor {
        Values() {
            super(Opcodes.ASM9);
        }

        abstract void put(@Nullable String name, Object value);

        @Override
        public void visit(@Nullable String name, Object value) {
            put(name, value instanceof Type type ? type.getClassName() : value);
        }

        @Override
        public void visitEnum(@Nullable String name, String descriptor, String value) {
            put(name, value);
        }

        @Override
        public AnnotationVisitor visitAnnotation(@Nullable String name, String descriptor) {
            List<Note> one = new ArrayList<>();
            AnnotationVisitor values = collect(descriptor, one);
            put(name, one.get(0));
            return values;
        }

        @Override
        public AnnotationVisitor visitArray(@Nullable String name) {
            List<Object> all = new ArrayList<>();
            put(name, all);
            return new Values() {
                @Override
                void put(@Nullable String none, Object value) {
                    all.add(value);
                }
            };
        }
    }
}
