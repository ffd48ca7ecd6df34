package com.example.feedback;

import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Temporal;
import javax.persistence.TemporalType;

/** A row of the table. */
@Entity
@Table(name = "OPINION")
public class StoredOpinion {
    @Id
    @Column(name = "ID")
    private String id;

    @Column(name = "RECEIVED")
    @Temporal(TemporalType.TIMESTAMP)
    private Date received;

    @Column(name = "TEXT")
    private String text;

    @Column(name = "STARS")
    private int stars;

    @Column(name = "SENTIMENT")
    private String sentiment;

    protected StoredOpinion() {}

    StoredOpinion(Opinion opinion, Impression impression, Instant received) {
        id = UUID.randomUUID().toString();
        this.received = Date.from(received);
        text = opinion.text();
        stars = opinion.stars();
        sentiment = impression.sentiment();
    }

    Opinion opinion() {
        return new Opinion(text, stars);
    }
}
