package io.bouquet.deploy.leaks;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a heap dump in HotSpot's format, HPROF 1.0.2. The data stays in the file; memory holds only the id and the
 * position of each object. For one thread.
 */
final class HeapDump {
    /** The kind of a reference from one object to another. */
    enum Hold {
        FIELD,
        STATIC,
        ELEMENT,
        CLASS,
        LOADER,
        /** A soft reference, which the collector may clear when memory is short. */
        SOFT
    }

    /** Receives each reference of an object. */
    interface References {
        /**
         * @param field id of the field's name, for {@link Hold#FIELD}, {@link Hold#STATIC} and {@link Hold#SOFT}; else
         *              0
         */
        void to(long target, Hold hold, long field);
    }

    /** A garbage collection root. */
    record Root(long object, String what, int thread) {}

    private record Field(long name, int type) {}

    /** A class. Static fields that are not references are left out. */
    private record Layout(long superclass, long loader, List<Field> fields, List<Field> statics, long[] values) {}

    private static final int UTF8 = 0x01;
    private static final int LOAD_CLASS = 0x02;
    private static final int DUMP = 0x0C;
    private static final int DUMP_SEGMENT = 0x1C;

    private static final int CLASS = 0x20;
    private static final int INSTANCE = 0x21;
    private static final int OBJECTS = 0x22;
    private static final int PRIMITIVES = 0x23;

    private static final int REFERENCE = 2;
    private static final Charset UTF_16 =
            ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    /** Bytes per value, by type. The size of references is in the file header. */
    private static final int[] SIZES = {0, 0, 0, 0, 1, 2, 4, 8, 1, 2, 4, 8};

    /** Sorted ids, with the file position of each. */
    private static final class Index {
        private long[] ids = new long[1024];
        private long[] places = new long[0];
        private int size;

        void add(long id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, size + size / 2);
            }
            ids[size++] = id;
        }

        void sort() {
            ids = Arrays.copyOf(ids, size);
            Arrays.sort(ids);
            places = new long[size];
        }

        /** Returns the index of an id; negative if it is unknown. */
        int of(long id) {
            return Arrays.binarySearch(ids, id);
        }

        void place(long id, long at) {
            places[of(id)] = at;
        }
    }

    private final MappedBytes bytes;
    private final int idSize;
    private final Index strings = new Index();
    private final Index objects = new Index();
    private final Map<Long, Long> classNames = new HashMap<>();
    private final Map<Long, Layout> classes = new HashMap<>();
    private final List<Root> roots = new ArrayList<>();
    private final Map<Integer, Long> threads = new HashMap<>();
    private final long reference;
    private final long softReference;

    HeapDump(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            bytes = new MappedBytes(channel);
        }
        long at = 0;
        while (bytes.u1(at) != 0) {
            at++;
        }
        idSize = (int) bytes.u4(at + 1);
        long first = at + 1 + 4 + 8;
        read(first, false);
        strings.sort();
        objects.sort();
        read(first, true);
        reference = classesNamed("java.lang.ref.Reference").get(0);
        softReference = classesNamed("java.lang.ref.SoftReference").get(0);
    }

    int objects() {
        return objects.size;
    }

    List<Root> roots() {
        return roots;
    }

    long id(int object) {
        return objects.ids[object];
    }

    /** Returns the index of an object; negative if it is unknown. */
    int object(long id) {
        return objects.of(id);
    }

    /** Whether an object is a class. */
    boolean isClass(int object) {
        return classes.containsKey(id(object));
    }

    /** Returns the name of a class, or of the class of an instance. */
    String className(int object) {
        long id = id(object);
        if (classes.containsKey(id)) {
            return name(id);
        }
        long at = objects.places[object];
        return switch (bytes.u1(at)) {
            case INSTANCE -> name(id(at + 1 + idSize + 4));
            case OBJECTS -> arrayName(name(id(at + 1 + idSize + 8)));
            default -> "an array of primitives";
        };
    }

    String string(long id) {
        int found = strings.of(id);
        if (found < 0) {
            return "?";
        }
        long at = strings.places[found];
        return new String(bytes.read(at + idSize, (int) bytes.u4(at - 4) - idSize), StandardCharsets.UTF_8);
    }

    /** Returns the name of a thread by its number in the dump. */
    String threadName(int thread) {
        return threadName(threads.getOrDefault(thread, 0L));
    }

    /** Returns the name of a thread by its object id. */
    String threadName(long thread) {
        long name = field(thread, "name").orElse(0L);
        int text = object(field(name, "value").orElse(0L));
        if (text < 0) {
            return "?";
        }
        long at = objects.places[text] + 1 + idSize + 4;
        return new String(
                bytes.read(at + 5, (int) bytes.u4(at)),
                raw(name, "coder").orElse(0L) == 0 ? StandardCharsets.ISO_8859_1 : UTF_16);
    }

    /** Finds an instance of a class by the value of a {@code long} field. */
    Optional<Long> instance(String className, String field, long value) {
        Set<Long> types = new HashSet<>(classesNamed(className));
        for (int object = 0; object < objects.size; object++) {
            long at = objects.places[object];
            if (bytes.u1(at) == INSTANCE
                    && types.contains(id(at + 1 + idSize + 4))
                    && raw(id(object), field).filter(found -> found == value).isPresent()) {
                return Optional.of(id(object));
            }
        }
        return Optional.empty();
    }

    /** Returns the id of the object that a field refers to; empty if it is null. */
    Optional<Long> field(long instance, String field) {
        return raw(instance, field).filter(target -> target != 0);
    }

    /** Reports all references of an object, except those of weak and phantom references, which hold nothing. */
    void references(int object, References to) {
        long id = id(object);
        long at = objects.places[object];
        switch (bytes.u1(at)) {
            case CLASS -> {
                Layout layout = layout(id);
                to.to(layout.loader(), Hold.LOADER, 0);
                to.to(layout.superclass(), Hold.CLASS, 0);
                for (int i = 0; i < layout.values().length; i++) {
                    to.to(
                            layout.values()[i],
                            Hold.STATIC,
                            layout.statics().get(i).name());
                }
            }
            case INSTANCE -> {
                long type = id(at + 1 + idSize + 4);
                to.to(type, Hold.CLASS, 0);
                long value = at + 1 + idSize + 4 + idSize + 4;
                boolean soft = false;
                for (long of = type; of != 0; of = layout(of).superclass()) {
                    soft |= of == softReference;
                    for (Field field : layout(of).fields()) {
                        if (field.type() == REFERENCE && of != reference) {
                            to.to(id(value), Hold.FIELD, field.name());
                        } else if (field.type() == REFERENCE && soft && "referent".equals(string(field.name()))) {
                            to.to(id(value), Hold.SOFT, field.name());
                        }
                        value += size(field.type());
                    }
                }
            }
            case OBJECTS -> {
                to.to(id(at + 1 + idSize + 8), Hold.CLASS, 0);
                long count = bytes.u4(at + 1 + idSize + 4);
                long first = at + 1 + idSize + 8 + idSize;
                for (long i = 0; i < count; i++) {
                    to.to(id(first + i * idSize), Hold.ELEMENT, 0);
                }
            }
            default -> {
                // primitives hold nothing
            }
        }
    }

    private Optional<Long> raw(long instance, String name) {
        int object = object(instance);
        if (object < 0 || bytes.u1(objects.places[object]) != INSTANCE) {
            return Optional.empty();
        }
        long at = objects.places[object] + 1 + idSize + 4;
        long value = at + idSize + 4;
        for (long of = id(at); of != 0; of = layout(of).superclass()) {
            for (Field field : layout(of).fields()) {
                if (string(field.name()).equals(name)) {
                    return Optional.of(
                            switch (size(field.type())) {
                                case 1 -> (long) bytes.u1(value);
                                case 2 -> (long) bytes.u2(value);
                                case 4 -> bytes.u4(value);
                                default -> bytes.u8(value);
                            });
                }
                value += size(field.type());
            }
        }
        return Optional.empty();
    }

    private Layout layout(long type) {
        Layout layout = classes.get(type);
        if (layout == null) {
            throw new IllegalStateException("the dump has an object of class " + Long.toHexString(type)
                    + ", and no such class (is the dump complete?)");
        }
        return layout;
    }

    private List<Long> classesNamed(String name) {
        return classes.keySet().stream().filter(type -> name(type).equals(name)).toList();
    }

    private String name(long type) {
        Long name = classNames.get(type);
        return name == null ? "?" : string(name).replace('/', '.');
    }

    private static String arrayName(String name) {
        return name.startsWith("[L") ? name.substring(2, name.length() - 1) + "[]" : "an array of arrays";
    }

    private void read(long first, boolean places) {
        long at = first;
        while (at < bytes.length()) {
            int tag = bytes.u1(at);
            long length = bytes.u4(at + 5);
            long body = at + 9;
            switch (tag) {
                case UTF8 -> index(strings, id(body), body, places);
                case LOAD_CLASS -> classNames.put(id(body + 4), id(body + 4 + idSize + 4));
                case DUMP, DUMP_SEGMENT -> readDump(body, body + length, places);
                default -> {
                    // stack traces and statistics are not needed
                }
            }
            at = body + length;
        }
    }

    private void index(Index index, long id, long at, boolean places) {
        if (places) {
            index.place(id, at);
        } else {
            index.add(id);
        }
    }

    private void readDump(long from, long to, boolean places) {
        long at = from;
        while (at < to) {
            int tag = bytes.u1(at);
            long id = id(at + 1);
            long rest = at + 1 + idSize;
            switch (tag) {
                case 0xFF, 0x05, 0x07 -> at = root(places, id, tag == 0x05 ? "" : "the virtual machine", 0, rest);
                case 0x01 -> at = root(places, id, "native code", 0, rest + idSize);
                case 0x02, 0x03 -> at = root(places, id, "a variable of thread", (int) bytes.u4(rest), rest + 8);
                case 0x04, 0x06 -> at = root(places, id, "the stack of thread", (int) bytes.u4(rest), rest + 4);
                case 0x08 -> {
                    threads.put((int) bytes.u4(rest), id);
                    at = root(places, id, "thread", (int) bytes.u4(rest), rest + 8);
                }
                case CLASS -> {
                    index(objects, id, at, places);
                    at = readClass(id, rest);
                }
                case INSTANCE -> {
                    index(objects, id, at, places);
                    at = rest + 4 + idSize + 4 + bytes.u4(rest + 4 + idSize);
                }
                case OBJECTS -> {
                    index(objects, id, at, places);
                    at = rest + 8 + idSize + bytes.u4(rest + 4) * idSize;
                }
                case PRIMITIVES -> {
                    index(objects, id, at, places);
                    at = rest + 9 + bytes.u4(rest + 4) * size(bytes.u1(rest + 8));
                }
                default ->
                    throw new IllegalStateException(
                            "the dump has a record of kind " + tag + " at " + at + ", which is none of HPROF 1.0.2");
            }
        }
    }

    private long root(boolean known, long object, String what, int thread, long next) {
        if (!known) {
            roots.add(new Root(object, what, thread));
        }
        return next;
    }

    private long readClass(long id, long from) {
        long superclass = id(from + 4);
        long loader = id(from + 4 + idSize);
        long at = from + 4 + 6L * idSize + 4;
        int constants = bytes.u2(at);
        at += 2;
        for (int i = 0; i < constants; i++) {
            at += 3 + size(bytes.u1(at + 2));
        }
        int count = bytes.u2(at);
        at += 2;
        List<Field> statics = new ArrayList<>();
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int type = bytes.u1(at + idSize);
            if (type == REFERENCE) {
                statics.add(new Field(id(at), type));
                values.add(id(at + idSize + 1));
            }
            at += idSize + 1 + size(type);
        }
        count = bytes.u2(at);
        at += 2;
        List<Field> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(new Field(id(at), bytes.u1(at + idSize)));
            at += idSize + 1;
        }
        classes.put(
                id,
                new Layout(
                        superclass,
                        loader,
                        fields,
                        statics,
                        values.stream().mapToLong(Long::longValue).toArray()));
        return at;
    }

    private int size(int type) {
        return type == REFERENCE ? idSize : SIZES[type];
    }

    private long id(long at) {
        return idSize == 4 ? bytes.u4(at) : bytes.u8(at);
    }
}
