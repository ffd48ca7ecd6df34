package io.bouquet.plugin.builder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/** Keeps what the compiler writes in memory, and shows it files of earlier compilations. For one thread. */
final class MemoryFiles extends ForwardingJavaFileManager<StandardJavaFileManager> implements StandardJavaFileManager {
    /** A source file in memory. */
    static final class Source extends SimpleJavaFileObject {
        private final SourceFile file;

        Source(SourceFile file) {
            super(file.path().toUri(), Kind.SOURCE);
            this.file = file;
        }

        SourceFile file() {
            return file;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return file.text();
        }
    }

    /** A class file or a resource in memory. */
    private static final class Output extends SimpleJavaFileObject {
        private final String name;
        private byte @Nullable [] content;
        private boolean isWritten;

        /** @param content null until it is written */
        Output(String name, Kind kind, byte @Nullable [] content) {
            super(memory(name), kind);
            this.name = name;
            this.content = content;
        }

        private byte[] written() throws FileNotFoundException {
            byte[] written = content;
            if (written == null) {
                throw new FileNotFoundException(name);
            }
            return written;
        }

        private static URI memory(String name) {
            try {
                return new URI("memory", null, "/" + name, null);
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(name + " cannot be the name of a file", e);
            }
        }

        @Override
        public InputStream openInputStream() throws FileNotFoundException {
            return new ByteArrayInputStream(written());
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) throws FileNotFoundException {
            return new String(written(), StandardCharsets.UTF_8);
        }

        @Override
        public OutputStream openOutputStream() {
            return new ByteArrayOutputStream() {
                @Override
                public void close() {
                    content = toByteArray();
                    isWritten = true;
                }
            };
        }
    }

    private Map<String, byte[]> earlier = Map.of();
    private Map<String, byte[]> earlierResources = Map.of();
    private final Map<String, Output> classes = new TreeMap<>();
    private final Map<String, Output> resources = new TreeMap<>();
    private final Map<String, Path> sources = new TreeMap<>();

    MemoryFiles(StandardJavaFileManager files) {
        super(files);
    }

    /**
     * Forgets what was written, and shows the compiler what earlier compilations have written.
     *
     * @param visible      class files by binary name
     * @param itsResources resources by path, for processors that add to them
     */
    void begin(Map<String, byte[]> visible, Map<String, byte[]> itsResources) {
        earlier = visible;
        earlierResources = itsResources;
        classes.clear();
        resources.clear();
        sources.clear();
    }

    /** Returns the class files that were written, by binary name. */
    Map<String, byte[]> classes() {
        return contents(classes);
    }

    /** Returns the resources that were written, by path. */
    Map<String, byte[]> resources() {
        return contents(resources);
    }

    private static Map<String, byte[]> contents(Map<String, Output> written) {
        Map<String, byte[]> contents = new TreeMap<>();
        written.forEach((name, output) -> {
            if (output.isWritten && output.content != null) {
                contents.put(name, output.content);
            }
        });
        return contents;
    }

    /** Returns the source files of the classes that were written, by binary name. */
    Map<String, Path> sources() {
        return Map.copyOf(sources);
    }

    @Override
    public Iterable<JavaFileObject> list(
            Location location, String name, Set<JavaFileObject.Kind> kinds, boolean recurse) throws IOException {
        Iterable<JavaFileObject> others = super.list(location, name, kinds, recurse);
        if (location != StandardLocation.CLASS_PATH || !kinds.contains(JavaFileObject.Kind.CLASS)) {
            return others;
        }
        List<JavaFileObject> all = new ArrayList<>();
        earlier.forEach((type, content) -> {
            String itsPackage = type.substring(0, Math.max(0, type.lastIndexOf('.')));
            if (itsPackage.equals(name) || recurse && (name.isEmpty() || itsPackage.startsWith(name + "."))) {
                all.add(new Output(type, JavaFileObject.Kind.CLASS, content));
            }
        });
        others.forEach(all::add);
        return all;
    }

    @Override
    public @Nullable String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof Output output ? output.name : super.inferBinaryName(location, file);
    }

    @Override
    public boolean isSameFile(FileObject a, FileObject b) {
        return a instanceof SimpleJavaFileObject || b instanceof SimpleJavaFileObject
                ? a.equals(b)
                : super.isSameFile(a, b);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String name, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
        Output output = new Output(name, kind, null);
        classes.put(name, output);
        if (sibling instanceof Source source) {
            sources.put(name, source.file().path());
        }
        return output;
    }

    @Override
    public FileObject getFileForOutput(
            Location location, String itsPackage, String relativeName, @Nullable FileObject sibling) {
        String path = itsPackage.isEmpty() ? relativeName : itsPackage.replace('.', '/') + "/" + relativeName;
        return resources.computeIfAbsent(
                path, name -> new Output(name, JavaFileObject.Kind.OTHER, earlierResources.get(name)));
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }

    @Override
    public void setLocation(Location location, @Nullable Iterable<? extends File> files) throws IOException {
        fileManager.setLocation(location, files);
    }

    @Override
    public void setLocationFromPaths(Location location, Collection<? extends Path> paths) throws IOException {
        fileManager.setLocationFromPaths(location, paths);
    }

    @Override
    public @Nullable Iterable<? extends File> getLocation(Location location) {
        return fileManager.getLocation(location);
    }

    @Override
    public @Nullable Iterable<? extends Path> getLocationAsPaths(Location location) {
        return fileManager.getLocationAsPaths(location);
    }
}
