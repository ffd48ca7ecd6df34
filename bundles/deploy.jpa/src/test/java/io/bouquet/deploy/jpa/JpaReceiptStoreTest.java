package io.bouquet.deploy.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.data.openjpa.Database;
import io.bouquet.data.openjpa.OpenUnit;
import io.bouquet.data.openjpa.PluginFiles;
import io.bouquet.deploy.Change;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.ReceiptQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JpaReceiptStoreTest {
    private static final Instant BEGAN = Instant.parse("2026-11-23T05:00:00.123Z");

    private static int databases;

    private Database database;
    private OpenUnit unit;
    private JpaReceiptStore store;

    @BeforeEach
    void openTheUnit() throws Exception {
        database = new Database("jdbc:derby:memory:deploy" + ++databases);
        unit = OpenUnit.open(
                database,
                "com.example.test",
                StoredReceipt.class.getClassLoader(),
                PluginFiles.of(Path.of("target/classes")),
                "META-INF/persistence.xml",
                "db/receipts.xml");
        store = new JpaReceiptStore(unit);
    }

    @AfterEach
    void closeIt() {
        unit.close();
        database.close();
    }

    @Test
    void givesBackAReceiptWithAllThatItSays() {
        Receipt receipt = done("1", "com.example.emphasis-tagger");
        store.save(receipt);
        assertThat(store.receipt("1")).contains(receipt);
        assertThat(store.receipt("2")).isEmpty();
    }

    @Test
    void keepsTheLatestOfAReceiptThatGrows() {
        store.save(running("1", "a"));
        assertThat(store.receipt("1")).contains(running("1", "a"));
        store.save(done("1", "a"));
        assertThat(store.receipt("1")).contains(done("1", "a"));
        assertThat(store.count(new ReceiptQuery("", 0, 10))).isEqualTo(1);
    }

    @Test
    void keepsAReceiptThatSeveralSaveAtOnce() {
        IntStream.range(0, 200).parallel().forEach(i -> store.save(running("r" + i / 4, "a")));
        assertThat(store.count(new ReceiptQuery("", 0, 10))).isEqualTo(50);
    }

    @Test
    void pagesFromTheLatestOn() {
        for (int i = 1; i <= 5; i++) {
            store.save(running("2026-" + i, i % 2 == 0 ? "even" : "odd' or '1'='1"));
        }
        assertThat(store.receipts(new ReceiptQuery("", 1, 2)))
                .extracting(Receipt::id)
                .containsExactly("2026-4", "2026-3");
        assertThat(store.receipts(new ReceiptQuery("even", 0, 10)))
                .extracting(Receipt::id)
                .containsExactly("2026-4", "2026-2");
        assertThat(store.count(new ReceiptQuery("odd' or '1'='1", 4, 1))).isEqualTo(3);
        assertThat(store.receipts(new ReceiptQuery("none", 0, 10))).isEmpty();
    }

    private static Receipt running(String id, String plugin) {
        return new Receipt(
                id,
                Change.Kind.INSTALL,
                plugin,
                "ada",
                "a.jar",
                "",
                "1.0.0",
                "",
                false,
                BEGAN,
                Optional.empty(),
                Receipt.Outcome.RUNNING,
                "",
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static Receipt done(String id, String plugin) {
        return new Receipt(
                id,
                Change.Kind.UPGRADE,
                plugin,
                "ada",
                "a 😀.jar",
                "1.0.0",
                "1.1.0",
                "1.1.0",
                true,
                BEGAN,
                Optional.of(BEGAN.plusMillis(1500)),
                Receipt.Outcome.DONE,
                "because",
                List.of(new Receipt.Step("installed", BEGAN, Duration.ofNanos(1_234_000))),
                List.of(new Receipt.Check("gold samples", true, "F1 1.0 of 3")),
                Optional.of(new Receipt.Cut(3, Duration.ofMillis(12), 9, 10, 11, 4, 5, 6, 7, 8)),
                Optional.of(4711L));
    }
}
