package io.bouquet.plugin.tool;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The files of some folders, with their sizes and times. */
record Snapshot(Map<Path, Print> files) {
    record Print(long bytes, FileTime modified) {}

    /** Looks at folders, with all files in them, and at files; those that do not exist count as empty. */
    static Snapshot of(List<Path> roots) throws IOException {
        Map<Path, Print> files = new TreeMap<>();
        for (Path root : roots) {
            if (!Files.exists(root)) {
                continue;
            }
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = String.valueOf(file.getFileName());
                    // what editors keep beside the files that they edit
                    if (!name.startsWith(".") && !name.endsWith("~") && !name.endsWith(".swp")) {
                        files.put(file, new Print(attributes.size(), attributes.lastModifiedTime()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException deleted) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return new Snapshot(files);
    }

    /** Returns the files that were added, changed or deleted since another snapshot. */
    List<Path> since(Snapshot earlier) {
        Map<Path, Print> all = new TreeMap<>(earlier.files);
        all.putAll(files);
        return all.keySet().stream()
                .filter(file -> !Objects.equals(files.get(file), earlier.files.get(file)))
                .toList();
    }

    /** Returns the files in a folder, by their path in it. */
    Map<String, Path> in(Path folder) {
        Map<String, Path> found = new TreeMap<>();
        files.keySet().stream()
                .filter(file -> file.startsWith(folder))
                .forEach(file -> found.put(folder.relativize(file).toString().replace('\\', '/'), file));
        return found;
    }
}
