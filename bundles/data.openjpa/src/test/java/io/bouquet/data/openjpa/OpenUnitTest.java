package io.bouquet.data.openjpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.bouquet.data.UnitSchemas;
import io.bouquet.data.openjpa.EntityBundle.Progress;
import io.bouquet.deploy.spi.Contribution;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.persistence.Entity;
import javax.persistence.Id;
import org.apache.openjpa.enhance.PCRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenUnitTest {
    private static final String OWNER = "com.example.test";
    static final Path NOTES = Path.of("target/test-classes");

    @TempDir
    private Path folder;

    @Test
    void keepsWhatACallWroteAndRollsBackWhatThrew() throws Exception {
        try (Database database = new Database("jdbc:derby:memory:kept");
                OpenUnit unit = open(database, NOTES)) {
            unit.run(entities -> entities.persist(new Note(1, "first")));
            assertThatThrownBy(() -> unit.run(entities -> {
                        entities.persist(new Note(2, "second"));
                        entities.flush();
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(texts(unit)).containsExactly("first");
        }
    }

    @Test
    void findsItsDataAgainAfterARestart() throws Exception {
        String url = "jdbc:derby:" + folder.resolve("db");
        for (int start = 1; start <= 3; start++) {
            int id = start;
            try (Database database = new Database(url);
                    OpenUnit unit = open(database, NOTES)) {
                unit.run(entities -> entities.persist(new Note(id, "start " + id)));
                assertThat(texts(unit)).hasSize(start).endsWith("start " + start);
            }
        }
    }

    @Test
    void runsTheChangeSetsThatAnUpdateOfThePluginAdds() throws Exception {
        Path plugin = copyOfNotes();
        try (Database database = new Database("jdbc:derby:memory:added")) {
            open(database, plugin).close();
            Files.createDirectories(plugin.resolve("db/more"));
            Files.writeString(plugin.resolve("db/more/2.sql"), """
                    --liquibase formatted sql
                    --changeset notes:2
                    INSERT INTO notes.note VALUES (7, 'from an update');
                    """);
            try (OpenUnit unit = open(database, plugin)) {
                assertThat(texts(unit)).containsExactly("from an update");
            }
        }
    }

    @Test
    void runsWhatTheChangeLogAddsAfterAnUpgradeThatChangedOnlyCode() throws Exception {
        Path plugin = copyOfNotes();
        try (Database database = new Database("jdbc:derby:memory:codeonly")) {
            open(database, plugin).close();
            Files.writeString(plugin.resolve("messages.properties"), "hello = world");
            open(database, plugin).close();
            add(plugin, "INSERT INTO note VALUES (7, 'added');");
            try (OpenUnit unit = open(database, plugin)) {
                assertThat(texts(unit)).containsExactly("added");
            }
        }
    }

    @Test
    void putsUnqualifiedNamesOfFormattedSqlIntoTheSchemaOfTheUnit() throws Exception {
        Path plugin = copyOfNotes();
        add(plugin, "CREATE TABLE customer (id BIGINT PRIMARY KEY);\nINSERT INTO note VALUES (1, 'mine');");
        try (Database database = new Database("jdbc:derby:memory:formatted");
                OpenUnit unit = open(database, plugin);
                Connection connection = database.dataSource().getConnection();
                ResultSet found = connection.getMetaData().getTables(null, null, "CUSTOMER", null)) {
            assertThat(found.next()).isTrue();
            assertThat(found.getString("TABLE_SCHEM")).isEqualTo("NOTES");
            assertThat(texts(unit)).containsExactly("mine");
            assertThat(connection.getSchema()).as("of the pool's connections").isNotEqualTo("NOTES");
        }
    }

    @Test
    void refusesAChangeLogThatWritesOutsideItsSchemaInAnyFormat() throws Exception {
        try (Database database = new Database("jdbc:derby:memory:outside")) {
            Path sql = copyOfNotes();
            add(sql, "CREATE TABLE app.stolen (id INT);");
            assertThatThrownBy(() -> open(database, sql))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("may change the schema notes of its own unit only")
                    .hasMessageEndingWith("names the schema app: CREATE TABLE app.stolen (id INT)");
            Files.delete(sql.resolve("db/more/2.sql"));
            Files.writeString(sql.resolve("db/more/2.yaml"), """
                    databaseChangeLog:
                      - changeSet:
                          id: 2
                          author: notes
                          changes:
                            - createTable:
                                schemaName: APP
                                tableName: STOLEN
                                columns:
                                  - column: {name: ID, type: int}
                    """);
            assertThatThrownBy(() -> open(database, sql))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("names the schema APP: CREATE TABLE APP.STOLEN");
        }
    }

    @Test
    void refusesAUnitThatBelongsToAnotherPlugin() throws Exception {
        try (Database database = new Database("jdbc:derby:memory:taken")) {
            open(database, NOTES).close();
            assertThatThrownBy(() -> OpenUnit.open(
                            database,
                            "com.example.other",
                            Note.class.getClassLoader(),
                            PluginFiles.of(NOTES),
                            "META-INF/persistence.xml",
                            "db/notes.xml"))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("the unit 'notes' belongs to the plugin " + OWNER);
            open(database, NOTES).close();
        }
    }

    @Test
    void namesTheEntitiesThatAreNotEnhanced() throws Exception {
        Path plugin = copyOfNotes();
        Path xml = plugin.resolve("META-INF/persistence.xml");
        Files.writeString(xml, Files.readString(xml).replace(Note.class.getName(), PlainNote.class.getName()));
        try (Database database = new Database("jdbc:derby:memory:plain")) {
            assertThatThrownBy(() -> open(database, plugin))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(PlainNote.class.getName())
                    .hasMessageContaining("not enhanced");
        }
    }

    @Test
    void tellsWhatIsKeptForAPluginAndDropsIt() throws Exception {
        Path plugin = copyOfNotes();
        add(plugin, """
                CREATE TABLE author (id BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY);
                CREATE TABLE book (id BIGINT, author BIGINT CONSTRAINT of_author REFERENCES author (id));
                ALTER TABLE author ADD COLUMN best BIGINT;
                CREATE VIEW authors AS SELECT id FROM author;
                CREATE SEQUENCE numbers;
                INSERT INTO note VALUES (1, 'kept');
                """);
        try (Database database = new Database("jdbc:derby:memory:purge")) {
            UnitData data = new UnitData(database, List::of, owner -> false);
            assertThat(data.of(OWNER)).isEmpty();
            open(database, plugin).close();
            assertThat(data.of(OWNER)).containsExactly("the schema NOTES (3 tables, 1 row)");
            assertThat(data.of("com.example.other")).isEmpty();
            data.drop("com.example.other");
            assertThat(data.of(OWNER)).hasSize(1);
            data.drop(OWNER);
            assertThat(data.of(OWNER)).isEmpty();
            try (OpenUnit unit = open(database, NOTES)) {
                assertThat(texts(unit)).isEmpty();
            }
        }
    }

    @Test
    void showsTheSchemaOfAUnitAndDropsItOnceNobodyUsesIt() throws Exception {
        AtomicReference<List<Progress>> opened = new AtomicReference<>(List.of());
        AtomicBoolean installed = new AtomicBoolean(true);
        try (Database database = new Database("jdbc:derby:memory:schemas")) {
            UnitSchemas schemas = new UnitData(database, opened::get, owner -> installed.get());
            assertThat(schemas.names()).isEmpty();
            assertThat(schemas.find("notes")).isEmpty();
            open(database, NOTES).close();
            assertThat(schemas.names()).containsExactly("notes");
            UnitSchemas.UnitSchema closed = schemas.find("notes").orElseThrow();
            assertThat(schemas.all()).containsExactly(closed);
            assertThat(closed.owner()).isEqualTo(OWNER);
            assertThat(closed.state()).isEqualTo("closed");
            assertThat(closed.changeSets()).isNotEmpty();
            assertThat(closed.tables()).extracting(UnitSchemas.Table::name).contains("NOTE");
            opened.set(List.of(failed("notes")));
            assertThat(schemas.find("notes").orElseThrow().state()).isEqualTo("failed");
            assertThat(schemas.find("notes").orElseThrow().detail()).isEqualTo("no such column");
            assertThatThrownBy(() -> schemas.dropUnit("notes")).hasMessageContaining("plugin:remove");
            opened.set(List.of());
            assertThatThrownBy(() -> schemas.dropUnit("notes")).hasMessageContaining("plugin:remove");
            installed.set(false);
            assertThatThrownBy(() -> schemas.dropUnit("nodes")).hasMessageContaining("there are: notes");
            schemas.dropUnit("notes");
            assertThat(schemas.names()).isEmpty();
        }
    }

    @Test
    void listsAUnitWhoseSchemaIsNotMadeAndSaysWhy() throws Exception {
        try (Database database = new Database("jdbc:derby:memory:unmade")) {
            open(database, NOTES).close();
            UnitSchemas schemas = new UnitData(database, () -> List.of(failed("shop")), owner -> true);
            assertThat(schemas.names()).containsExactly("notes", "shop");
            UnitSchemas.UnitSchema shop = schemas.all().get(1);
            assertThat(shop.schema()).isEmpty();
            assertThat(shop.owner()).isEqualTo("com.example.failed");
            assertThat(shop.state()).isEqualTo("failed");
            assertThat(shop.detail()).isEqualTo("no such column");
            assertThat(schemas.find("shop")).contains(shop);
            assertThatThrownBy(() -> schemas.dropUnit("shop")).hasMessageContaining("has a schema");
        }
    }

    @Test
    void namesTheChangeSetsThatAFailureKeptFromRunning() throws Exception {
        Path plugin = copyOfNotes();
        add(plugin, """
                CREATE TABLE made (id INT);
                --changeset notes:3
                INSERT INTO nowhere VALUES (1);
                --changeset notes:4
                CREATE TABLE later (id INT);
                """);
        try (Database database = new Database("jdbc:derby:memory:pending")) {
            assertThatThrownBy(() -> open(database, plugin))
                    .isInstanceOfSatisfying(DataException.class, e -> assertThat(e.pending())
                            .extracting(UnitSchemas.ChangeSet::id, UnitSchemas.ChangeSet::author)
                            .containsExactly(tuple("3", "notes"), tuple("4", "notes")));
            UnitSchemas.UnitSchema schema = new UnitData(database, List::of, owner -> true)
                    .find("notes")
                    .orElseThrow();
            assertThat(schema.owner()).isEqualTo(OWNER);
            assertThat(schema.changeSets())
                    .extracting(UnitSchemas.ChangeSet::id)
                    .endsWith("2");
        }
    }

    @Test
    void neverDropsASchemaThatDoesNotSayWhoseItIs() throws Exception {
        try (Database database = new Database("jdbc:derby:memory:ownerless")) {
            open(database, NOTES).close();
            execute(database, "DELETE FROM notes.bouquet_unit");
            UnitSchemas schemas = new UnitData(database, List::of, owner -> false);
            assertThatThrownBy(() -> schemas.dropUnit("notes"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("does not say whose it is")
                    .hasMessageContaining("install its plugin");
            // as it says
            open(database, NOTES).close();
            schemas.dropUnit("notes");
            assertThat(schemas.names()).isEmpty();
        }
    }

    @Test
    void dropsNothingWhileSchemasAreMigrated() throws Exception {
        ExecutorService migration = Executors.newSingleThreadExecutor();
        try (Database database = new Database("jdbc:derby:memory:both");
                Connection connection = database.dataSource().getConnection()) {
            open(database, NOTES).close();
            UnitData data = new UnitData(database, List::of, owner -> false);
            SchemaLock lock = migration
                    .submit(() -> SchemaLock.take(database, connection, "notes"))
                    .get();
            assertThatThrownBy(() -> data.dropUnit("notes"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("being migrated");
            assertThatThrownBy(() -> data.drop(OWNER)).hasMessageContaining("being migrated");
            assertThat(data.names()).containsExactly("notes");
            migration
                    .submit(() -> {
                        lock.close();
                        return true;
                    })
                    .get();
            data.drop(OWNER);
            assertThat(data.names()).isEmpty();
        } finally {
            migration.shutdown();
        }
    }

    private static Progress failed(String unit) {
        return new Progress(
                "com.example.failed",
                new Contribution("unit", unit, Contribution.State.FAILED, "no such column"),
                List.of());
    }

    private static void execute(Database database, String sql) throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.createStatement().executeUpdate(sql);
        }
    }

    @Test
    void neverDropsTheDataOfThePlatform() {
        try (Database database = new Database("jdbc:derby:memory:platform")) {
            assertThatThrownBy(() -> new UnitData(database, List::of, owner -> false).drop("io.bouquet.accounts.jpa"))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("never dropped");
        }
    }

    /** An entity that no enhancer has seen. */
    @Entity
    static class PlainNote {
        @Id
        long id;
    }

    /** Adds a change set in formatted SQL. */
    private static void add(Path plugin, String sql) throws IOException {
        Files.createDirectories(plugin.resolve("db/more"));
        Files.writeString(
                plugin.resolve("db/more/2.sql"), "--liquibase formatted sql\n--changeset notes:2\n" + sql + "\n");
    }

    @Test
    void readsChangeLogsInYaml() throws Exception {
        Path plugin = copyOfNotes();
        Files.writeString(plugin.resolve("db/notes.yaml"), """
                databaseChangeLog:
                  - include: {file: db/notes.xml}
                  - changeSet:
                      id: 2
                      author: notes
                      changes:
                        - insert:
                            tableName: NOTE
                            columns:
                              - column: {name: ID, valueNumeric: 1}
                              - column: {name: TEXT, value: from YAML}
                """);
        try (Database database = new Database("jdbc:derby:memory:yaml");
                OpenUnit unit = OpenUnit.open(
                        database,
                        OWNER,
                        Note.class.getClassLoader(),
                        PluginFiles.of(plugin),
                        "META-INF/persistence.xml",
                        "db/notes.yaml")) {
            assertThat(texts(unit)).containsExactly("from YAML");
        }
    }

    @Test
    void saysWhyAMigrationFailedAndTriesAgainWithAMendedOne() throws Exception {
        Path plugin = copyOfNotes();
        Files.createDirectories(plugin.resolve("db/more"));
        Path added = plugin.resolve("db/more/2.sql");
        Files.writeString(added, "--liquibase formatted sql\n--changeset notes:2\nINSERT INTO nowhere VALUES (1);\n");
        try (Database database = new Database("jdbc:derby:memory:mended")) {
            assertThatThrownBy(() -> open(database, plugin))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("db/notes.xml failed in the change set db/more/2.sql::2::notes")
                    .hasMessageContaining("NOWHERE")
                    .hasMessageEndingWith("; statement: INSERT INTO nowhere VALUES (1)")
                    .hasMessageNotContaining("\n");
            Files.delete(added);
            try (OpenUnit unit = open(database, plugin)) {
                assertThat(texts(unit)).isEmpty();
            }
        }
    }

    @Test
    void takesTheLockThatAKilledMigrationLeft() throws Exception {
        Path plugin = copyOfNotes();
        try (Database database = new Database("jdbc:derby:memory:locked")) {
            open(database, plugin).close();
            try (Connection connection = database.dataSource().getConnection()) {
                connection
                        .createStatement()
                        .executeUpdate("UPDATE notes.databasechangeloglock SET locked = true, lockgranted ="
                                + " CURRENT_TIMESTAMP, lockedby = 'the dead'");
            }
            Files.createDirectories(plugin.resolve("db/more"));
            Files.writeString(
                    plugin.resolve("db/more/2.sql"),
                    "--liquibase formatted sql\n--changeset notes:2\nINSERT INTO notes.note VALUES (1, 'alive');\n");
            try (OpenUnit unit = open(database, plugin)) {
                assertThat(texts(unit)).containsExactly("alive");
            }
        }
    }

    @Test
    void keepsAllTablesInTheSchemaOfTheUnit() throws Exception {
        try (Database database = new Database("jdbc:derby:memory:schema");
                OpenUnit unit = open(database, NOTES);
                Connection connection = database.dataSource().getConnection();
                ResultSet found = connection.getMetaData().getTables(null, "NOTES", null, new String[] {"TABLE"})) {
            List<String> tables = new ArrayList<>();
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME"));
            }
            assertThat(tables)
                    .containsExactlyInAnyOrder("NOTE", "BOUQUET_UNIT", "DATABASECHANGELOG", "DATABASECHANGELOGLOCK");
            assertThat(unit.name()).isEqualTo("notes");
        }
    }

    @Test
    void refusesWorkOnceItIsClosed() throws Exception {
        try (Database database = new Database("jdbc:derby:memory:closed")) {
            OpenUnit unit = open(database, NOTES);
            unit.close();
            assertThatThrownBy(() -> texts(unit))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("its plugin was stopped");
        }
    }

    @Test
    void namesTheMissingChangeLog() {
        try (Database database = new Database("jdbc:derby:memory:missing")) {
            assertThatThrownBy(() -> OpenUnit.open(
                            database,
                            OWNER,
                            Note.class.getClassLoader(),
                            PluginFiles.of(NOTES),
                            "META-INF/persistence.xml",
                            "db/nothing.xml"))
                    .isInstanceOf(DataException.class)
                    .hasMessage("no file 'db/nothing.xml' in the plugin");
        }
    }

    @Test
    void keepsNoClassOfAPluginThatIsGone() throws Exception {
        try (Database database = new Database("jdbc:derby:memory:apart");
                OpenUnit unit = open(database, NOTES)) {
            unit.run(entities -> entities.persist(new Note(1, "first")));
            WeakReference<ClassLoader> gone = useOtherVersion(database);
            assertThat(texts(unit)).containsExactly("first");
            await().atMost(30, TimeUnit.SECONDS).until(() -> {
                System.gc();
                return gone.get() == null;
            });
        }
    }

    /** Opens and closes the unit beside the first, with an entity class of its own. */
    private static WeakReference<ClassLoader> useOtherVersion(Database database) throws Exception {
        ClassLoader other = new OtherVersion();
        try (OpenUnit unit = OpenUnit.open(
                database, OWNER, other, PluginFiles.of(NOTES), "META-INF/persistence.xml", "db/notes.xml")) {
            assertThat(other.loadClass(Note.class.getName())).isNotSameAs(Note.class);
            assertThat(unit.name()).isEqualTo("notes");
        }
        // in the runtime EntityBundles does, when the bundle is gone
        PCRegistry.deRegister(other);
        return new WeakReference<>(other);
    }

    /** As the class loader of a second version of the plugin: it has a {@link Note} of its own. */
    private static final class OtherVersion extends ClassLoader {
        OtherVersion() {
            super(Note.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Note.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = Note.class.getResourceAsStream("Note.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private Path copyOfNotes() throws Exception {
        Path copy = folder.resolve("plugin");
        for (String file : List.of("META-INF/persistence.xml", "db/notes.xml")) {
            Files.createDirectories(copy.resolve(file).getParent());
            Files.copy(NOTES.resolve(file), copy.resolve(file));
        }
        return copy;
    }

    static OpenUnit open(Database database, Path plugin) throws Exception {
        return OpenUnit.open(
                database,
                OWNER,
                Note.class.getClassLoader(),
                PluginFiles.of(plugin),
                "META-INF/persistence.xml",
                "db/notes.xml");
    }

    static List<String> texts(OpenUnit unit) {
        return unit.call(entities ->
                entities.createQuery("select n from Note n order by n.id", Note.class).getResultList().stream()
                        .map(Note::text)
                        .toList());
    }
}
