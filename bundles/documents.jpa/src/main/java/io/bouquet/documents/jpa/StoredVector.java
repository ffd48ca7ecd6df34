package io.bouquet.documents.jpa;

import javax.persistence.Basic;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Lob;
import javax.persistence.Table;

/** The embedding of a document; empty if no encoder of its language was there when it was looked at. */
@Entity
@Table(name = "DOCUMENT_VECTOR")
public class StoredVector {
    @Id
    @Column(name = "DOCUMENT_ID")
    private String id = "";

    @Column(name = "ENCODER")
    private String encoder = "";

    /** Bytes of the numbers, which are multiplied by the scale. */
    @Lob
    @Basic
    @Column(name = "STEPS")
    private byte[] steps = {};

    @Column(name = "SCALE")
    private float scale;

    protected StoredVector() {}

    StoredVector(String id, String encoder, byte[] steps, float scale) {
        this.id = id;
        this.encoder = encoder;
        this.steps = steps.clone();
        this.scale = scale;
    }

    String id() {
        return id;
    }

    String encoder() {
        return encoder;
    }

    byte[] steps() {
        return steps.clone();
    }

    float scale() {
        return scale;
    }
}
