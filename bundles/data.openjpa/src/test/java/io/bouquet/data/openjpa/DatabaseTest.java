package io.bouquet.data.openjpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bouquet.data.DatabaseUnavailableException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    /** Longer than a test may take: a caller that waits for the pool fails the test. */
    private static final long NEVER_MILLIS = 600_000;

    @TempDir
    private Path folder;

    @Test
    void makesADatabaseAgainWhoseFirstCreationWasCutOff() throws Exception {
        Path db = folder.resolve("db");
        // as a killed process leaves it
        Files.createDirectories(folder.resolve("db.part/seg0"));
        Files.writeString(folder.resolve("db.part/seg0/c10.dat"), "half");
        try (Database database = new Database("jdbc:derby:" + db)) {
            database.dataSource().getConnection().close();
        }
        assertThat(db.resolve("service.properties")).exists();
        assertThat(folder.resolve("db.part")).doesNotExist();
        try (Database database = new Database("jdbc:derby:" + db)) {
            database.dataSource().getConnection().close();
        }
    }

    @Test
    void makesNoEmptyDatabaseInPlaceOfADamagedOne() throws Exception {
        Path db = folder.resolve("db");
        Files.createDirectories(db.resolve("seg0"));
        try (Database database = new Database("jdbc:derby:" + db)) {
            assertThatThrownBy(() -> database.dataSource().getConnection())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("holds no complete Derby database")
                    .hasMessageContaining("restore it from a backup, or move it away");
            assertThat(db.resolve("seg0")).exists();
        }
    }

    @Test
    void keepsNothingOfAPluginThatIsTheFirstToUseAConnection() throws Exception {
        try (Database database = new Database("jdbc:derby:memory:first;create=true")) {
            Consumer<DataSource> plugin = FirstUser.ofAPlugin();
            plugin.accept(database.dataSource());
            WeakReference<ClassLoader> loader =
                    new WeakReference<>(plugin.getClass().getClassLoader());
            plugin = null;
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                System.gc();
                return loader.refersTo(null);
            });
        }
    }

    @Test
    @Timeout(120)
    void saysAtOnceThatADatabaseDoesNotAnswerAndComesBackByItself() throws Exception {
        Path db = folder.resolve("db");
        Path away = folder.resolve("away");
        try (Database database = new Database("jdbc:derby:" + db, "", "", 4, NEVER_MILLIS);
                OpenUnit unit = OpenUnitTest.open(database, OpenUnitTest.NOTES)) {
            unit.run(entities -> entities.persist(new Note(1, "before")));
            shutDown(db);
            Files.move(db.resolve("service.properties"), away);
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> OpenUnitTest.texts(unit))
                        .isInstanceOf(DatabaseUnavailableException.class)
                        .hasMessage("the database does not answer; try again soon");
            }
            Files.move(away, db.resolve("service.properties"));
            await().ignoreExceptions().until(() -> OpenUnitTest.texts(unit).contains("before"));
        }
    }

    @Test
    void opensADatabaseAgainThatDerbyOpenedReadOnly() throws Exception {
        Path db = folder.resolve("db");
        try (Database database = new Database("jdbc:derby:" + db);
                OpenUnit unit = OpenUnitTest.open(database, OpenUnitTest.NOTES)) {
            shutDown(db);
            // as on a full disk, Derby cannot write its lock, and takes the database for one on a read-only medium
            Path lock = Files.createDirectories(db.resolve("db.lck"));
            Path inIt = Files.createFile(lock.resolve("file"));
            assertThatThrownBy(() -> unit.run(entities -> entities.persist(new Note(1, "refused"))))
                    .isInstanceOf(DatabaseUnavailableException.class);
            Files.delete(inIt);
            Files.delete(lock);
            await().ignoreExceptions()
                    .untilAsserted(() -> unit.run(entities -> entities.persist(new Note(1, "after"))));
            assertThat(OpenUnitTest.texts(unit)).containsExactly("after");
        }
    }

    @Test
    void isNotAwayForOneConnectionThatBroke() throws Exception {
        try (Database database = new Database("jdbc:derby:" + folder.resolve("db"));
                OpenUnit unit = OpenUnitTest.open(database, OpenUnitTest.NOTES)) {
            assertThatThrownBy(() -> unit.run(entities -> {
                        entities.persist(new Note(1, "lost"));
                        shutDown(folder.resolve("db"));
                        entities.flush();
                    }))
                    .isInstanceOf(DatabaseUnavailableException.class);
            unit.run(entities -> entities.persist(new Note(1, "kept")));
            assertThat(OpenUnitTest.texts(unit)).containsExactly("kept");
        }
    }

    @Test
    void isNotAwayWhenAllConnectionsAreInUse() throws Exception {
        try (Database database = new Database("jdbc:derby:" + folder.resolve("db"), "", "", 2, 5_000);
                OpenUnit unit = OpenUnitTest.open(database, OpenUnitTest.NOTES);
                Connection one = database.dataSource().getConnection();
                Connection other = database.dataSource().getConnection()) {
            assertThatThrownBy(() -> unit.run(entities -> entities.persist(new Note(1, "refused"))))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessage("the database has no room for this now; try again soon");
            assertThat(one.isValid(1) && other.isValid(1))
                    .as("they are not thrown away either")
                    .isTrue();
        }
    }

    /** As a frozen process, or a proxy without anything behind it. */
    @Test
    @Timeout(120)
    void givesUpOnAServerThatAcceptsConnectionsAndSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Database database = new Database(
                        "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x", "a", "b", 2, NEVER_MILLIS)) {
            assertThatThrownBy(() -> database.dataSource().getConnection()).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> database.dataSource().getConnection()).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void goesOnAskingWhateverIsThrown() {
        AtomicInteger asked = new AtomicInteger();
        try (Outage outage = new Outage("jdbc:test", () -> {
            if (asked.incrementAndGet() == 1) {
                throw new StackOverflowError("while it asks");
            }
        })) {
            outage.begin(new SQLException("gone"));
            await().until(() -> outage.failure() == null);
        }
    }

    private static void shutDown(Path db) {
        assertThatThrownBy(() -> {
                    try (Connection none =
                            new EmbeddedDriver().connect("jdbc:derby:" + db + ";shutdown=true", new Properties())) {
                        assertThat(none).isNull();
                    }
                })
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"));
    }
}
