package io.bouquet.documents.jpa;

import java.util.Set;
import java.util.TreeSet;
import javax.persistence.Basic;
import javax.persistence.CollectionTable;
import javax.persistence.Column;
import javax.persistence.ElementCollection;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.Lob;
import javax.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row; layers and taggers are JSON. Labels for searching are in a second table. */
@Entity
@Table(name = "DOCUMENT")
public class StoredDocument {
    @Id
    @Column(name = "ID")
    private String id = "";

    @Lob
    @Basic
    @Column(name = "TEXT")
    private String text = "";

    @Column(name = "LANGUAGE")
    private String language = "";

    @Lob
    @Basic
    @Column(name = "LAYERS")
    private String layers = "";

    @Lob
    @Basic
    @Column(name = "TAGGERS")
    private String taggers = "";

    @Column(name = "GENERATION")
    private long generation;

    @Column(name = "CREATED")
    private long created;

    @Column(name = "EXCERPT")
    private @Nullable String excerpt;

    @Column(name = "CHARACTERS")
    private @Nullable Integer characters;

    @Lob
    @Basic
    @Column(name = "COUNTS")
    private @Nullable String counts;

    @ElementCollection
    @CollectionTable(name = "DOCUMENT_LABEL", joinColumns = @JoinColumn(name = "DOCUMENT_ID"))
    @Column(name = "LABEL")
    private Set<String> labels = new TreeSet<>();

    protected StoredDocument() {}

    StoredDocument(
            String id,
            String text,
            String language,
            String layers,
            String taggers,
            long generation,
            long created,
            Set<String> labels) {
        this.id = id;
        this.text = text;
        this.language = language;
        this.layers = layers;
        this.taggers = taggers;
        this.generation = generation;
        this.created = created;
        this.labels = new TreeSet<>(labels);
    }

    /**
     * Sets the summary of the document; rows that were stored before summaries existed have nulls.
     *
     * @param characters length of the text, in code points
     * @param counts     JSON
     */
    void summarise(String excerpt, int characters, String counts) {
        this.excerpt = excerpt;
        this.characters = characters;
        this.counts = counts;
    }

    String id() {
        return id;
    }

    String text() {
        return text;
    }

    String language() {
        return language;
    }

    String layers() {
        return layers;
    }

    String taggers() {
        return taggers;
    }

    long generation() {
        return generation;
    }

    /** Milliseconds since 1970. */
    long created() {
        return created;
    }

    Set<String> labels() {
        return labels;
    }
}
