package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Token;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of the table of tokens. */
@Entity
@Table(name = "TOKEN")
public class StoredToken {
    /** Value of {@link #grantedBy} for a token that its user created. */
    static final String BY_USER = "user";

    /** Value of {@link #grantedBy} for a token that was granted for a password. */
    static final String BY_PASSWORD = "password";

    @Id
    @Column(name = "ID")
    private String id = "";

    @Column(name = "HASH")
    private String hash = "";

    @Column(name = "ACCOUNT")
    private String account = "";

    @Column(name = "NAME")
    private String name = "";

    @Column(name = "SCOPES")
    private String scopes = "";

    @Column(name = "GRANTED_BY")
    private String grantedBy = "";

    @Column(name = "CREATED")
    private long created;

    @Column(name = "EXPIRES")
    private long expires;

    @Column(name = "USED")
    private @Nullable Long used;

    /** For OpenJPA. */
    protected StoredToken() {}

    /** @param grantedBy {@link #BY_USER}, {@link #BY_PASSWORD} or the id of a token */
    StoredToken(
            String id,
            String hash,
            String account,
            String name,
            SortedSet<String> scopes,
            String grantedBy,
            long created,
            long expires) {
        this.id = id;
        this.hash = hash;
        this.account = account;
        this.name = name;
        this.scopes = String.join(" ", scopes);
        this.grantedBy = grantedBy;
        this.created = created;
        this.expires = expires;
    }

    String account() {
        return account;
    }

    boolean isGranted() {
        return !grantedBy.equals(BY_USER);
    }

    long expires() {
        return expires;
    }

    void setUsed(long millis) {
        used = millis;
    }

    Token toToken() {
        return new Token(
                id,
                account,
                name,
                new TreeSet<>(List.of(scopes.split(" "))),
                isGranted(),
                Instant.ofEpochMilli(created),
                Instant.ofEpochMilli(expires),
                used == null ? null : Instant.ofEpochMilli(used));
    }
}
