package io.bouquet.deploy.jpa;

import javax.persistence.Basic;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Lob;
import javax.persistence.Table;

/** A table row: the receipt as JSON, and the columns for queries. */
@Entity
@Table(name = "RECEIPT")
public class StoredReceipt {
    @Id
    @Column(name = "ID")
    private String id = "";

    @Column(name = "PLUGIN")
    private String plugin = "";

    @Lob
    @Basic
    @Column(name = "RECEIPT")
    private String receipt = "";

    protected StoredReceipt() {}

    StoredReceipt(String id, String plugin, String receipt) {
        this.id = id;
        this.plugin = plugin;
        this.receipt = receipt;
    }

    String receipt() {
        return receipt;
    }
}
