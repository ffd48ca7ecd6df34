package io.bouquet.tagging.rules.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tells of changes of text files in a folder, which need not exist. For one thread. */
final class WatchedFolder {
    private static final long MOST_BYTES = 50L * 1024 * 1024;

    private final Path folder;
    private final String ending;
    private final Listener listener;
    private final Map<String, Print> known = new TreeMap<>();

    /** What {@link #poll} calls. Names have no ending. */
    interface Listener {
        void changed(String name, String text, FileTime time);

        /** A file that is too large, or not in UTF-8. */
        void unreadable(String name, String why);

        void removed(String name);
    }

    /** The size and time of a file, which show whether it has changed. */
    private record Print(long bytes, FileTime time) {}

    WatchedFolder(Path folder, String ending, Listener listener) {
        this.folder = folder;
        this.ending = ending;
        this.listener = listener;
    }

    /** Looks for changes since the last call, and returns whether there were any. */
    boolean poll() {
        Map<String, Print> present = present();
        Set<String> gone = new HashSet<>(known.keySet());
        gone.removeAll(present.keySet());
        gone.forEach(name -> {
            known.remove(name);
            listener.removed(name);
        });
        boolean changed = !gone.isEmpty();
        for (Map.Entry<String, Print> file : present.entrySet()) {
            if (!file.getValue().equals(known.get(file.getKey()))) {
                known.put(file.getKey(), file.getValue());
                read(file.getKey(), file.getValue());
                changed = true;
            }
        }
        return changed;
    }

    private void read(String name, Print print) {
        if (print.bytes() > MOST_BYTES) {
            listener.unreadable(name, "the file is larger than " + MOST_BYTES / 1024 / 1024 + " MiB");
            return;
        }
        try {
            String text = Files.readString(folder.resolve(name + ending), StandardCharsets.UTF_8);
            listener.changed(name, text.startsWith("\ufeff") ? text.substring(1) : text, print.time());
        } catch (NoSuchFileException deleted) {
            known.remove(name);
            listener.removed(name);
        } catch (CharacterCodingException e) {
            listener.unreadable(name, "the file is not in UTF-8; save it in UTF-8");
        } catch (IOException e) {
            listener.unreadable(name, "the file cannot be read: " + e);
        }
    }

    private Map<String, Print> present() {
        Map<String, Print> present = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return present;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ending)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                BasicFileAttributes its = Files.readAttributes(file, BasicFileAttributes.class);
                if (its.isRegularFile() && !name.startsWith(".")) {
                    present.put(
                            name.substring(0, name.length() - ending.length()),
                            new Print(its.size(), its.lastModifiedTime()));
                }
            }
        } catch (NoSuchFileException deleted) {
            return present; // it is found missing at the next look
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return present;
    }
}
