package io.bouquet.tagging.rules.internal;

import io.bouquet.common.BackgroundThread;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vocabularies in {@code etc/vocabularies}, read again when they change. A line is {@code label: synonym, synonym}; the
 * label is one of its words.
 */
@Component(service = Vocabularies.class)
public final class Vocabularies implements WatchedFolder.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Vocabularies.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final WatchedFolder folder;
    private final BackgroundThread thread = new BackgroundThread("bouquet-vocabularies");
    /** Texts of the files by name. */
    private final Map<String, String> texts = new TreeMap<>();

    /** All words; the label of a phrase is the tag, and its value the name of its vocabulary. */
    private volatile PhraseTrie words = new PhraseTrie();

    @Activate
    public Vocabularies(BundleContext context) {
        this(RulesFolder.etc(context).resolve("vocabularies"));
        thread.repeat(PAUSE, this::poll);
    }

    /** @param path the folder, which is read once */
    Vocabularies(Path path) {
        folder = new WatchedFolder(path, ".txt", this);
        poll();
    }

    @Deactivate
    void close() {
        thread.close();
    }

    PhraseTrie words() {
        return words;
    }

    final void poll() {
        if (folder.poll()) {
            words = read(texts);
        }
    }

    @Override
    public void changed(String name, String text, FileTime time) {
        texts.put(name, text);
    }

    @Override
    public void unreadable(String name, String why) {
        LOG.error("etc/vocabularies/{}.txt: {}", name, why);
    }

    @Override
    public void removed(String name) {
        texts.remove(name);
    }

    private static PhraseTrie read(Map<String, String> texts) {
        PhraseTrie trie = new PhraseTrie();
        Map<String, Integer> counts = new HashMap<>();
        texts.forEach((name, text) -> {
            String[] lines = text.split("\\R", -1);
            for (int i = 0; i < lines.length; i++) {
                String line = lines[i].strip();
                if (!line.isEmpty() && !line.startsWith("#")) {
                    counts.merge(name, readLine(trie, name, i + 1, line), Integer::sum);
                }
            }
        });
        counts.forEach((name, count) -> LOG.info("etc/vocabularies/{}.txt: {} words", name, count));
        return trie;
    }

    private static int readLine(PhraseTrie trie, String name, int number, String line) {
        int colon = line.indexOf(':');
        String label = (colon < 0 ? line : line.substring(0, colon)).strip();
        String synonyms = colon < 0 ? "" : line.substring(colon + 1);
        int count = 0;
        for (String word : (label + "," + synonyms).split(",")) {
            if (word.isBlank()) {
                continue;
            }
            if (trie.add(new PhraseTrie.Phrase(word.strip(), label, name, false, number))) {
                count++;
            } else {
                LOG.error(
                        "etc/vocabularies/{}.txt, line {}: '{}' has more than {} words; it is left out",
                        name,
                        number,
                        word.strip(),
                        PhraseTrie.LONGEST);
            }
        }
        return count;
    }
}
