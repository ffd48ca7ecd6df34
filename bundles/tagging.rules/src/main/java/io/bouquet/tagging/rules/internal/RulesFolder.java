package io.bouquet.tagging.rules.internal;

import io.bouquet.common.BackgroundThread;
import io.bouquet.tagging.rules.RuleBook;
import io.bouquet.tagging.rules.RuleErrorException;
import io.bouquet.tagging.rules.RuleFiles;
import io.bouquet.tagging.spi.Tagger;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers a tagger for each file in {@code etc/rules}, and another one when the file changes. The version of a tagger is
 * the time of its file, so that the broker prefers the newer one as soon as it is ready.
 */
@Component(immediate = true) // it serves by the taggers that it registers
public final class RulesFolder implements RuleFiles, WatchedFolder.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RulesFolder.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final DateTimeFormatter VERSION = DateTimeFormatter.ofPattern(
                    "'1.0.0.'yyyyMMdd-HHmmss-SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String NAME = "[a-z][a-z0-9._-]*";

    private final BundleContext context;
    private final WatchedFolder folder;
    private final BackgroundThread thread = new BackgroundThread("bouquet-rules");
    private final Map<String, ServiceRegistration<Tagger>> taggers = new ConcurrentHashMap<>();
    private volatile Map<String, RuleFile> files = Map.of();

    @Activate
    public RulesFolder(BundleContext context) {
        this.context = context;
        this.folder = new WatchedFolder(etc(context).resolve("rules"), ".rules", this);
        thread.execute(folder::poll);
        thread.repeat(PAUSE, folder::poll);
    }

    static Path etc(BundleContext context) {
        String etc = context.getProperty("karaf.etc");
        return Path.of(etc == null ? "etc" : etc);
    }

    @Deactivate
    void close() {
        thread.close();
        if (!thread.awaitEnd(PAUSE)) {
            LOG.warn("etc/rules is still being read while the bundle stops");
        }
        taggers.values().forEach(RulesFolder::unregister);
        taggers.clear();
    }

    @Override
    public List<RuleFile> files() {
        return List.copyOf(new TreeMap<>(files).values());
    }

    @Override
    public void changed(String name, String text, FileTime time) {
        if (!name.matches(NAME)) {
            unreadable(
                    name,
                    "the name of the file is the name of a tagger; use lower-case letters, digits, '.', '_' and '-'");
            return;
        }
        try {
            RuleBook book = RuleBook.parse(text);
            String layer = book.layer().isEmpty() ? name : book.layer();
            ServiceRegistration<Tagger> before = taggers.get(name);
            Tagger tagger = annotated -> book.layer(layer, annotated);
            taggers.put(name, context.registerService(Tagger.class, tagger, properties(name, layer, book, time)));
            unregister(before);
            put(name, new RuleFile(name, layer, book.size(), ""));
            LOG.info("etc/rules/{}.rules: {} rules for the layer {}", name, book.size(), layer);
        } catch (RuleErrorException e) {
            unreadable(name, String.valueOf(e.getMessage()));
        }
    }

    private static Dictionary<String, Object> properties(String name, String layer, RuleBook book, FileTime time) {
        Dictionary<String, Object> properties = new Hashtable<>();
        // a file does not take a layer from the taggers of the platform
        properties.put(Constants.SERVICE_RANKING, -1);
        properties.put("tagger.name", "rules-" + name);
        properties.put("tagger.version", VERSION.format(time.toInstant()));
        properties.put("tagger.requires", book.requires().toArray(String[]::new));
        properties.put("tagger.produces", new String[] {layer});
        properties.put("tagger.languages", book.languages().toArray(String[]::new));
        properties.put("tagger.model", name + ".rules, " + book.size() + (book.size() == 1 ? " rule" : " rules"));
        return properties;
    }

    @Override
    public void unreadable(String name, String why) {
        RuleFile last = files.get(name);
        boolean serves = taggers.containsKey(name);
        LOG.error("etc/rules/{}.rules: {}{}", name, why, serves ? " (its last version serves)" : "");
        put(name, new RuleFile(name, last == null ? "" : last.layer(), last == null ? 0 : last.rules(), why));
    }

    @Override
    public void removed(String name) {
        unregister(taggers.remove(name));
        Map<String, RuleFile> fewer = new HashMap<>(files);
        fewer.remove(name);
        files = Map.copyOf(fewer);
        LOG.info("etc/rules/{}.rules was removed", name);
    }

    private void put(String name, RuleFile file) {
        Map<String, RuleFile> more = new HashMap<>(files);
        more.put(name, file);
        files = Map.copyOf(more);
    }

    private static void unregister(@Nullable ServiceRegistration<Tagger> tagger) {
        if (tagger != null) {
            tagger.unregister();
        }
    }
}
