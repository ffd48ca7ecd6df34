package io.bouquet.deploy.spi;

import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.ReceiptQuery;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Stores receipts. A receipt survives a crash as soon as {@link #save} returns. Thread-safe. */
@ConsumerType
public interface ReceiptStore {
    /** Adds a receipt, or replaces the one with the same id. */
    void save(Receipt receipt);

    Optional<Receipt> receipt(String id);

    /** Returns the receipts that match the query, the latest first. */
    List<Receipt> receipts(ReceiptQuery query);

    /** Returns how many receipts match the query, regardless of its offset and limit. */
    long count(ReceiptQuery query);
}
