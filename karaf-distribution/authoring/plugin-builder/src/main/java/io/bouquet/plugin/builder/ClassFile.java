package io.bouquet.plugin.builder;

import aQute.bnd.classfile.ConstantPool;
import aQute.bnd.classfile.ConstantValueAttribute;
import aQute.bnd.classfile.FieldInfo;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a class file tells about the dependencies of its class.
 *
 * @param references   binary names of the classes that it refers to
 * @param hasConstants whether it has constants whose values the compiler copies into other classes
 */
record ClassFile(Set<String> references, boolean hasConstants) {
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([^;<>()\\[:]+)(?=[;<])");

    static ClassFile of(byte[] content) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            aQute.bnd.classfile.ClassFile file = aQute.bnd.classfile.ClassFile.parseClassFile(in);
            ConstantPool constants = file.constant_pool;
            Set<String> references = new HashSet<>();
            for (int i = 1; i < constants.size(); i++) {
                switch (constants.tag(i)) {
                    case ConstantPool.CONSTANT_Class -> add(references, constants.className(i));
                    case ConstantPool.CONSTANT_Utf8 -> addAll(references, constants.utf8(i));
                    default -> {
                        // only names and descriptors tell of other classes
                    }
                }
            }
            return new ClassFile(references, Stream.of(file.fields).anyMatch(ClassFile::isCopied));
        } catch (IOException e) {
            throw new UncheckedIOException("The compiler wrote a class file that cannot be read", e);
        }
    }

    /** Whether a field has a constant that other classes see. */
    private static boolean isCopied(FieldInfo field) {
        return !Modifier.isPrivate(field.access)
                && Stream.of(field.attributes).anyMatch(ConstantValueAttribute.class::isInstance);
    }

    private static void add(Set<String> references, String internalName) {
        if (!internalName.startsWith("[")) {
            references.add(internalName.replace('/', '.'));
        }
    }

    /** Adds the classes of a descriptor or of a generic signature. */
    private static void addAll(Set<String> references, String text) {
        Matcher name = IN_DESCRIPTOR.matcher(text);
        while (name.find()) {
            add(references, name.group(1));
        }
    }
}
