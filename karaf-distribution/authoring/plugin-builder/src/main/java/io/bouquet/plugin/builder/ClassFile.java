package io.bouquet.plugin.builder;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
            in.readInt();
            in.readInt();
            int count = in.readUnsignedShort();
            Map<Integer, String> texts = new HashMap<>();
            Set<Integer> classes = new HashSet<>();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> texts.put(i, in.readUTF());
                    case 7 -> classes.add(in.readUnsignedShort());
                    case 8, 16, 19, 20 -> in.skipNBytes(2);
                    case 15 -> in.skipNBytes(3);
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        i++; // the specification (JVMS 4.4.5): such a constant takes two places
                    }
                    default -> throw new IOException("a constant of the unknown kind " + tag);
                }
            }
            Set<String> references = new HashSet<>();
            classes.forEach(index -> add(references, texts.getOrDefault(index, "")));
            texts.values().forEach(text -> addAll(references, text));
            return new ClassFile(references, hasConstants(in, texts));
        } catch (IOException e) {
            throw new UncheckedIOException("The compiler wrote a class file that cannot be read", e);
        }
    }

    /** Reads on after the constant pool, and looks for a field with a constant that other classes see. */
    private static boolean hasConstants(DataInputStream in, Map<Integer, String> texts) throws IOException {
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        boolean found = false;
        for (int fields = in.readUnsignedShort(); fields > 0; fields--) {
            boolean isPrivate = (in.readUnsignedShort() & Modifier.PRIVATE) != 0;
            in.skipNBytes(4);
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                String attribute = texts.get(in.readUnsignedShort());
                found |= !isPrivate && "ConstantValue".equals(attribute);
                in.skipNBytes(in.readInt());
            }
        }
        return found;
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
