package io.bouquet.data.openjpa;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** What the tests keep. */
@Entity
@Table(name = "NOTE")
public class Note {
    @Id
    @Column(name = "ID")
    private long id;

    @Column(name = "TEXT")
    private String text;

    protected Note() {}

    Note(long id, String text) {
        this.id = id;
        this.text = text;
    }

    String text() {
        return text;
    }
}
