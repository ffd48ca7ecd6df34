package io.bouquet.deploy.jpa;

import io.bouquet.data.Transactions;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.spi.ReceiptStore;
import java.util.List;
import java.util.Optional;
import javax.persistence.EntityManager;
import javax.persistence.TypedQuery;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Stores receipts in the persistence unit {@code deploy}. */
@Component
public final class JpaReceiptStore implements ReceiptStore {
    private final Transactions transactions;
    private final ReceiptJson json = new ReceiptJson();

    @Activate
    public JpaReceiptStore(@Reference(target = "(" + Transactions.UNIT + "=deploy)") Transactions transactions) {
        this.transactions = transactions;
    }

    // synchronized: two threads that save the same new receipt would both try to insert it
    @Override
    public synchronized void save(Receipt receipt) {
        StoredReceipt row = new StoredReceipt(receipt.id(), receipt.plugin(), json.write(receipt));
        transactions.run(entities -> {
            if (entities.find(StoredReceipt.class, receipt.id()) == null) {
                entities.persist(row);
            } else {
                entities.merge(row);
            }
        });
    }

    @Override
    public Optional<Receipt> receipt(String id) {
        return transactions.call(entities ->
                Optional.ofNullable(entities.find(StoredReceipt.class, id)).map(row -> json.read(row.receipt())));
    }

    @Override
    public List<Receipt> receipts(ReceiptQuery query) {
        return transactions.call(
                entities -> query(entities, "select r", " order by r.id desc", query, StoredReceipt.class)
                        .setFirstResult(query.offset())
                        .setMaxResults(query.limit())
                        .getResultList()
                        .stream()
                        .map(row -> json.read(row.receipt()))
                        .toList());
    }

    @Override
    public long count(ReceiptQuery query) {
        return transactions.call(entities ->
                query(entities, "select count(r)", "", query, Long.class).getSingleResult());
    }

    private static <T> TypedQuery<T> query(
            EntityManager entities, String select, String order, ReceiptQuery query, Class<T> type) {
        String where = query.plugin().isEmpty() ? "" : " where r.plugin = :plugin";
        TypedQuery<T> typed = entities.createQuery(select + " from StoredReceipt r" + where + order, type);
        if (!query.plugin().isEmpty()) {
            typed.setParameter("plugin", query.plugin());
        }
        return typed;
    }
}
