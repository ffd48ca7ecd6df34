package io.bouquet.deploy.engine;

import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.spi.ReceiptStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** Keeps receipts in memory. */
final class KeptReceipts implements ReceiptStore {
    private final Map<String, Receipt> byId = new ConcurrentSkipListMap<>();

    /** Whether it throws instead of keeping a receipt. */
    volatile boolean refuses;

    /** Told of each receipt that is kept. */
    volatile Consumer<Receipt> saved = receipt -> {};

    KeptReceipts() {}

    /** As a disk would have them at this moment. */
    KeptReceipts(KeptReceipts at) {
        byId.putAll(at.byId);
    }

    @Override
    public void save(Receipt receipt) {
        if (refuses) {
            throw new IllegalStateException("the database is away");
        }
        byId.put(receipt.id(), receipt);
        saved.accept(receipt);
    }

    @Override
    public Optional<Receipt> receipt(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public List<Receipt> receipts(ReceiptQuery query) {
        List<Receipt> latestFirst = new ArrayList<>(byId.values());
        Collections.reverse(latestFirst);
        return latestFirst.stream()
                .filter(receipt -> query.plugin().isEmpty() || query.plugin().equals(receipt.plugin()))
                .skip(query.offset())
                .limit(query.limit())
                .toList();
    }

    @Override
    public long count(ReceiptQuery query) {
        return byId.size();
    }
}
