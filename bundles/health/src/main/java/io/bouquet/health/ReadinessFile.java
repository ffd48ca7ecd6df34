package io.bouquet.health;

import io.bouquet.health.CheckRunner.Outcome;
import io.bouquet.health.CheckRunner.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the latest readiness into the file {@code readiness} of the data folder, for the start script and for
 * {@code bouquet status}. The first line is {@code up}, {@code pending} or {@code down}. Then follows a line for each
 * required check that is not up. Thread-safe.
 */
@Component(service = ReadinessFile.class)
public final class ReadinessFile {
    private static final Logger LOG = LoggerFactory.getLogger(ReadinessFile.class);

    private final Path file;
    private String written = "";

    @Activate
    public ReadinessFile(BundleContext context) {
        this(Path.of(context.getProperty("karaf.data"), "readiness"));
    }

    ReadinessFile(Path file) {
        this.file = file;
    }

    synchronized void write(List<Outcome> outcomes) {
        String text = text(outcomes);
        if (text.equals(written)) {
            return;
        }
        try {
            Path next = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            written = text;
        } catch (IOException e) {
            // the disk may be full; the result over HTTP does not depend on the file
            LOG.debug("{} cannot be written", file, e);
        }
    }

    private static String text(List<Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        State worst = State.UP;
        for (Outcome outcome : outcomes) {
            if (outcome.required() && !outcome.up()) {
                worst = outcome.state() == State.DOWN || worst == State.UP ? outcome.state() : worst;
                lines.add(outcome.name() + ": " + outcome.detail().replaceAll("\\R", " "));
            }
        }
        lines.add(0, worst.name().toLowerCase(Locale.ROOT));
        return String.join("\n", lines) + "\n";
    }
}
