package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.deploy.Change.Kind;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.Receipt.Outcome;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.spi.ReceiptStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReceiptBookTest {
    private static final long A_WHILE_MILLIS = 5_000;

    @Test
    void theEndOfAChangeIsNotOverwrittenByAnotherThreadThatWritesWhatWasBefore() throws Exception {
        SlowStore store = new SlowStore();
        Surroundings surroundings = new Surroundings();
        surroundings.receipts = store;
        ReceiptBook book = new ReceiptBook(surroundings);
        book.open(receipt(Outcome.RUNNING));
        store.nextIsSlow = true;
        Thread timer = new Thread(book::flush);
        timer.start();
        assertThat(store.begun.await(A_WHILE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        Thread changes = new Thread(() -> book.save(receipt(Outcome.DONE)));
        changes.start();
        while (changes.getState() != Thread.State.BLOCKED && changes.isAlive()) {
            Thread.onSpinWait();
        }
        store.mayEnd.countDown();
        timer.join(A_WHILE_MILLIS);
        changes.join(A_WHILE_MILLIS);
        assertThat(book.find("1")).map(Receipt::outcome).contains(Outcome.DONE);
    }

    private static Receipt receipt(Outcome outcome) {
        return new Receipt(
                "1",
                Kind.UPGRADE,
                "com.example.plugin",
                "admin",
                "plugin.jar",
                "1.0.0",
                "1.1.0",
                "1.1.0",
                true,
                Instant.EPOCH,
                Optional.empty(),
                outcome,
                "",
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Keeps what was written last; one write takes until it is let go. */
    private static final class SlowStore implements ReceiptStore {
        private final KeptReceipts kept = new KeptReceipts();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private volatile boolean nextIsSlow;

        @Override
        public void save(Receipt receipt) {
            if (nextIsSlow) {
                nextIsSlow = false;
                begun.countDown();
                try {
                    mayEnd.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            kept.save(receipt);
        }

        @Override
        public Optional<Receipt> receipt(String id) {
            return kept.receipt(id);
        }

        @Override
        public List<Receipt> receipts(ReceiptQuery query) {
            return kept.receipts(query);
        }

        @Override
        public long count(ReceiptQuery query) {
            return kept.count(query);
        }
    }
}
