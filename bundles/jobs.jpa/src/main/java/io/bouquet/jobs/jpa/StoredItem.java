package io.bouquet.jobs.jpa;

import javax.persistence.Basic;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.IdClass;
import javax.persistence.Lob;
import javax.persistence.Table;

/** A document that has not been processed yet. */
@Entity
@IdClass(ItemKey.class)
@Table(name = "JOB_ITEM")
public class StoredItem {
    @Id
    @Column(name = "JOB_ID")
    private String jobId = "";

    @Id
    @Column(name = "ITEM")
    private long item;

    @Column(name = "CHARACTERS")
    private int characters;

    @Lob
    @Basic
    @Column(name = "BODY")
    private String body = "";

    protected StoredItem() {}

    /** @param body JSON */
    StoredItem(String jobId, long item, String body) {
        this.jobId = jobId;
        this.item = item;
        this.characters = body.length();
        this.body = body;
    }
}
