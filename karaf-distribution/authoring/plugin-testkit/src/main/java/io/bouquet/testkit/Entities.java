package io.bouquet.testkit;

import io.bouquet.data.Transactions;
import io.bouquet.data.openjpa.Database;
import io.bouquet.data.openjpa.OpenUnit;
import io.bouquet.data.openjpa.PluginFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens a plugin's persistence unit over an empty Derby in memory, as the platform does: it runs the change log with the
 * platform's rules, and refuses entities that are not enhanced.
 *
 * <pre>{@code
 * @RegisterExtension
 * final Entities entities = Entities.of("crm", "db/changes.xml", Customer.class);
 *
 * @Test
 * void findsACustomer() {
 *     entities.transactions().run(manager -> manager.persist(new Customer("Ada")));
 *     …
 * }
 * }</pre>
 *
 * <p>Entities are enhanced by the goal {@code enhance} of {@code openjpa-maven-plugin}, which runs before the tests.
 */
public final class Entities extends TestExtension {
    private static final String PERSISTENCE = "META-INF/persistence.xml";
    private static final String DERBY_LOG = Path.of(System.getProperty("java.io.tmpdir"), "bouquet-testkit-derby.log")
            .toString();

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Class<?> ofPlugin;
    private final String changeLog;
    /** Null for the plugin's own {@code persistence.xml}. */
    private final @Nullable String persistence;

    private @Nullable Opened opened;

    private record Opened(OpenUnit unit, Used used) {}

    /** A database in memory, and the folder with the description of its unit. */
    private record Used(Database database, Path folder) {}

    /** Units that are closed and whose databases are not. A database that closes shuts down all of Derby, so all databases are closed with the last unit. */
    private static final List<Used> CLOSED = new ArrayList<>();

    private static int open;

    private Entities(Class<?> ofPlugin, String changeLog, @Nullable String persistence) {
        this.ofPlugin = ofPlugin;
        this.changeLog = changeLog;
        this.persistence = persistence;
    }

    /**
     * Describes a unit with these entities.
     *
     * @param unit      name of the unit and of its schema
     * @param changeLog path of the change log, beside the classes of the first entity
     * @param entities  entities, and other classes of the unit such as converters
     */
    public static Entities of(String unit, String changeLog, Class<?>... entities) {
        if (entities.length == 0) {
            throw new IllegalArgumentException("the unit " + unit + " has no entities; name their classes");
        }
        String classes = Arrays.stream(entities)
                .map(entity -> "<class>" + entity.getName() + "</class>")
                .collect(Collectors.joining("\n    "));
        String xml = """
                <?xml version="1.0" encoding="UTF-8"?>
                <persistence xmlns="http://xmlns.jcp.org/xml/ns/persistence" version="2.1">
                  <persistence-unit name="%s">
                    %s
                  </persistence-unit>
                </persistence>
                """.formatted(unit, classes);
        return new Entities(entities[0], changeLog, xml);
    }

    /**
     * Describes the unit of the plugin's own {@code META-INF/persistence.xml}.
     *
     * @param ofPlugin  any class of the plugin
     * @param changeLog path of the change log, as in the header {@code Bouquet-Migrations}
     */
    public static Entities ofPlugin(Class<?> ofPlugin, String changeLog) {
        return new Entities(ofPlugin, changeLog, null);
    }

    /** Describes the unit of a plugin that is built with {@code plugin-parent}: its change log is {@code db/changelog.sql}. */
    public static Entities ofPlugin(Class<?> ofPlugin) {
        return ofPlugin(ofPlugin, "db/changelog.sql");
    }

    /** Returns the transactions of the unit. */
    public Transactions transactions() {
        start();
        Opened known = opened;
        if (known == null) {
            throw new IllegalStateException("the unit is not open");
        }
        return known.unit();
    }

    @Override
    synchronized void start() {
        if (opened != null) {
            return;
        }
        Container.quiet();
        Container.setIfMissing("derby.stream.error.file", DERBY_LOG);
        String url = "jdbc:derby:memory:testkit" + COUNT.incrementAndGet();
        try {
            Path folder = Files.createTempDirectory("bouquet-testkit");
            SortedMap<String, URL> files = files();
            if (persistence != null) {
                Path xml = Files.writeString(folder.resolve("persistence.xml"), persistence);
                files.put(PERSISTENCE, xml.toUri().toURL());
            }
            enter();
            Used used = new Used(new Database(url), folder);
            try {
                OpenUnit unit = OpenUnit.open(
                        used.database(),
                        "plugin",
                        ofPlugin.getClassLoader(),
                        new PluginFiles(files),
                        PERSISTENCE,
                        changeLog);
                opened = new Opened(unit, used);
            } finally {
                if (opened == null) {
                    leave(used);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the unit does not open: " + e.getMessage(), e);
        }
    }

    /** Returns the files beside the classes of the plugin. */
    private SortedMap<String, URL> files() throws IOException {
        CodeSource source = ofPlugin.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalArgumentException(ofPlugin + " is a class of the JDK, not of a plugin");
        }
        SortedMap<String, URL> files = new TreeMap<>();
        try {
            Path root = Path.of(source.getLocation().toURI());
            if (Files.isDirectory(root)) {
                files.putAll(PluginFiles.of(root).byPath());
            } else {
                try (FileSystem archive = FileSystems.newFileSystem(root)) {
                    files.putAll(PluginFiles.of(archive.getPath("/")).byPath());
                }
            }
        } catch (URISyntaxException e) {
            throw new IOException(source.getLocation() + " is no place for classes", e);
        }
        return files;
    }

    @Override
    synchronized boolean isStarted() {
        return opened != null;
    }

    @Override
    public synchronized void close() {
        Opened known = opened;
        opened = null;
        if (known != null) {
            known.unit().close();
            leave(known.used());
        }
    }

    private static synchronized void leave(Used left) {
        CLOSED.add(left);
        open--;
        if (open > 0) {
            return;
        }
        CLOSED.forEach(one -> {
            one.database().close();
            Container.delete(one.folder());
        });
        CLOSED.clear();
    }

    private static synchronized void enter() {
        open++;
    }
}
