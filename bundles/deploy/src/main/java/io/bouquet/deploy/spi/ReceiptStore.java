package io.bouquet.deploy.spi;

import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.ReceiptQuery;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Keeps receipts. Thread-safe; what {@link #save} returned from is there after a crash. */
@ConsumerType
public interface ReceiptStore {
    /** Writes a receipt, new or changed, by its id. */
    void save(Receipt receipt);

    Optional<Receipt> receipt(String id);

    /** The latest first. */
    List<Receipt> receipts(ReceiptQuery query);

    /** How many the query has, its page aside. */
    long count(ReceiptQuery query);
}
