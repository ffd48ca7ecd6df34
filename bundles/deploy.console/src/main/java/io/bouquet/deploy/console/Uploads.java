package io.bouquet.deploy.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Keeps uploaded archives until the user confirms the plan. Thread-safe. */
final class Uploads {
    static final int MOST = 5;
    static final Duration LONGEST = Duration.ofMinutes(30);

    private final Supplier<Instant> clock;
    private final Map<String, Upload> kept = new LinkedHashMap<>();

    /** @param name file name from the browser */
    record Upload(Path file, String name, Instant at) {}

    Uploads(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** Stores an upload. Returns its id. */
    String keep(String name, InputStream content) throws IOException {
        Path file = Files.createTempFile("bouquet-upload", ".part");
        boolean whole = false;
        try {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            whole = true;
        } finally {
            if (!whole) {
                delete(file);
            }
        }
        String id = UUID.randomUUID().toString();
        synchronized (this) {
            kept.put(id, new Upload(file, name, clock.get()));
            forget();
        }
        return id;
    }

    synchronized Optional<Upload> find(String id) {
        forget();
        return Optional.ofNullable(kept.get(id));
    }

    synchronized void drop(String id) {
        Upload upload = kept.remove(id);
        if (upload != null) {
            delete(upload.file());
        }
    }

    synchronized void close() {
        kept.values().forEach(upload -> delete(upload.file()));
        kept.clear();
    }

    /** Deletes uploads that were not confirmed in time, and the oldest ones if there are too many. */
    private void forget() {
        Instant oldest = clock.get().minus(LONGEST);
        Iterator<Upload> all = kept.values().iterator();
        while (all.hasNext()) {
            Upload upload = all.next();
            if (kept.size() <= MOST && !upload.at().isBefore(oldest)) {
                return;
            }
            delete(upload.file());
            all.remove();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
