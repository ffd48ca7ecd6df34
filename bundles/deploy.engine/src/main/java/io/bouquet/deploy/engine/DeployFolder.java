package io.bouquet.deploy.engine;

import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.Refusal;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the JARs, KARs and source files in the deploy folder installed as plugins. Each change of a file becomes a
 * change like those of {@code plugin:install}, with the same rules and a receipt. For one thread, except {@link #refusals}.
 */
final class DeployFolder {
    /** The account of changes from the folder, and the prefix of its file names in messages. */
    static final String NAME = "deploy/";

    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);
    /** Configuration and features files, which Karaf's file installation handles. */
    private static final String OTHERS = ".+\\.(?:xml|cfg|config|json|properties)";
    /** Names of hidden files, and of unfinished copies as common programs name them. */
    private static final String PARTIAL = "\\..*|.+(?:~|\\.(?:part|partial|filepart|tmp|swp|crdownload))";
    /** An unreadable archive may be an unfinished copy. It is refused only after this time without a change. */
    private static final Duration STALLED = Duration.ofSeconds(2);

    private static final Duration AGAIN = Duration.ofSeconds(2);

    /** The size and time of a file, which show whether it has changed. */
    private record Print(long bytes, FileTime modified) {}

    /** A file that an earlier poll has seen. */
    private static final class Known {
        Print print;
        long sinceNanos;
        /** Whether the file needs no further check until it changes. */
        boolean settled;
        /** Whether the outcome of this state of the file is a refusal. */
        boolean told;

        Known(Print print, long now) {
            this.print = print;
            this.sinceNanos = now;
        }
    }

    private final Path folder;
    private final DefaultDeployments deployments;
    private final DeployOutcomes outcomes;
    private final LongSupplier nanoTime;
    private final Map<String, Known> known = new TreeMap<>();
    /** Names of files that were missing at the last poll and that a plugin follows. */
    private final Set<String> missing = new HashSet<>();

    private final Map<String, Refusal> refusals = new ConcurrentSkipListMap<>();
    /**
     * Names of refused files that a change of bundles may make acceptable, each with the count of bundle changes at the
     * refusal.
     */
    private final Map<String, Long> waiting = new HashMap<>();

    private long lastRetry;

    DeployFolder(Path folder, DefaultDeployments deployments, DeployOutcomes outcomes, LongSupplier nanoTime) {
        this.folder = folder;
        this.deployments = deployments;
        this.outcomes = outcomes;
        this.nanoTime = nanoTime;
        this.lastRetry = nanoTime.getAsLong();
    }

    List<Refusal> refusals() {
        return List.copyOf(refusals.values());
    }

    /**
     * Polls the folder once. A file is installed when two polls in a row see it unchanged.
     *
     * @return whether a file is new or has changed, so that another poll should come soon
     */
    boolean look() throws IOException, InterruptedException {
        Map<String, Print> present = present();
        long now = nanoTime.getAsLong();
        boolean unfinished = false;
        known.keySet().retainAll(present.keySet());
        refusals.keySet().removeIf(file -> !present.containsKey(file) && !missing.contains(file));
        waiting.keySet().retainAll(present.keySet());
        for (Map.Entry<String, Print> file : present.entrySet()) {
            Known its = known.get(file.getKey());
            if (its == null || !its.print.equals(file.getValue())) {
                known.put(file.getKey(), new Known(file.getValue(), now));
                unfinished = true;
            }
        }
        if (unfinished) {
            return true;
        }
        removals(present.keySet());
        boolean retry = now - lastRetry >= AGAIN.toNanos();
        for (Map.Entry<String, Known> file : known.entrySet()) {
            String name = file.getKey();
            boolean again = retry
                    && !waiting.getOrDefault(name, deployments.events().changes())
                            .equals(deployments.events().changes());
            if (!file.getValue().settled || again) {
                take(name, file.getValue(), now);
            }
        }
        if (retry) {
            lastRetry = now;
        }
        return false;
    }

    private Map<String, Print> present() throws IOException {
        Map<String, Print> present = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return present;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.matches(PARTIAL) || name.matches(OTHERS)) {
                    continue;
                }
                try {
                    BasicFileAttributes its = Files.readAttributes(file, BasicFileAttributes.class);
                    present.put(name, new Print(its.isDirectory() ? 0 : its.size(), its.lastModifiedTime()));
                } catch (NoSuchFileException deleted) {
                    LOG.debug("{} was deleted while it was looked at", name);
                }
            }
        }
        return present;
    }

    /** Removes plugins whose file is missing, unless another file in the folder is the same plugin. */
    private void removals(Set<String> present) throws InterruptedException {
        Map<String, String> following = deployments.files().following();
        Set<String> gone = new HashSet<>(following.keySet());
        gone.removeAll(present);
        for (String file : gone) {
            if (!missing.contains(file)) {
                continue; // a file may be missing for a moment while it is replaced
            }
            String plugin = following.getOrDefault(file, "");
            Optional<String> successor = present.stream()
                    .filter(other -> plugin.equals(pluginOf(other)))
                    .findFirst();
            if (successor.isPresent()) {
                // the other file takes over the plugin, without a removal in between
                Optional.ofNullable(known.get(successor.get())).ifPresent(its -> its.settled = false);
                continue;
            }
            try {
                deployments.files().unfollow(file, plugin);
            } catch (RefusedException e) {
                // a plugin that is being changed is removed at a later poll
                if (e.reason() == Reason.FORBIDDEN) {
                    log(file, "the file was deleted, but " + plugin + " cannot be removed: " + e.getMessage());
                }
            }
        }
        missing.clear();
        missing.addAll(gone);
        Set<String> told = new HashSet<>(present);
        told.addAll(gone);
        outcomes.retain(told);
    }

    private String pluginOf(String file) {
        try {
            return deployments
                    .files()
                    .archives()
                    .identify(file, folder.resolve(file))
                    .plugin();
        } catch (RefusedException none) {
            return "";
        }
    }

    private void take(String name, Known its, long now) throws InterruptedException {
        if (deployments.files().archives().lacksBuilder(name)) {
            // at each poll, until the builder is there
            refuse(name, its, "source files need the bundle io.bouquet.deploy.source, which is not active");
            return;
        }
        try {
            Optional<Receipt> receipt = deployments.files().follow(name, folder.resolve(name));
            its.settled = true;
            waiting.remove(name);
            receipt.ifPresentOrElse(
                    ended -> outcomes.ended(name, its.print.modified(), ended), () -> noteInstalled(name, its));
            if (receipt.isPresent() && receipt.get().outcome() == Outcome.FAILED) {
                log(
                        name,
                        receipt.get().kind().name().toLowerCase(Locale.ROOT) + " failed: "
                                + receipt.get().reason().replace("\n", "; ") + " (receipt "
                                + receipt.get().id() + ")");
            } else {
                refusals.remove(name);
            }
        } catch (RefusedException e) {
            if (e.reason() == Reason.UNAVAILABLE) {
                return; // try again at the next poll
            }
            if (Duration.ofNanos(now - its.sinceNanos).compareTo(STALLED) < 0
                    && pluginOf(name).isEmpty()) {
                return; // the file may still be being copied
            }
            its.settled = true;
            waiting.put(name, deployments.events().changes());
            refuse(name, its, String.valueOf(e.getMessage()));
        }
    }

    private void noteInstalled(String name, Known its) {
        deployments
                .files()
                .following(name)
                .ifPresent(plugin -> outcomes.installed(name, its.print.modified(), plugin.name(), plugin.version()));
    }

    private void refuse(String name, Known its, String reason) {
        if (log(name, reason) || !its.told) {
            its.told = true;
            outcomes.refused(name, its.print.modified(), reason);
        }
    }

    /** Keeps a reason, and logs it if it is new. */
    private boolean log(String name, String reason) {
        Refusal before = refusals.get(name);
        if (before == null || !before.reason().equals(reason)) {
            refusals.put(name, new Refusal(name, reason, Instant.now()));
            LOG.warn("{}{}: {}", NAME, name, reason);
            return true;
        }
        return false;
    }
}
