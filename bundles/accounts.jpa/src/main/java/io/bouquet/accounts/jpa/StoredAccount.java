package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Account;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** A row of the table of accounts. */
@Entity
@Table(name = "ACCOUNT")
public class StoredAccount {
    @Id
    @Column(name = "NAME")
    private String name;

    @Column(name = "HASH")
    private String hash;

    @Column(name = "SALT")
    private String salt;

    @Column(name = "ITERATIONS")
    private int iterations;

    @Column(name = "MEMBER_OF")
    private String memberOf;

    @Column(name = "CREATED")
    private long created;

    /** For OpenJPA. */
    protected StoredAccount() {}

    StoredAccount(String name, PasswordHash password, List<String> groups, long created) {
        this.name = name;
        setGroups(groups);
        this.created = created;
        setPassword(password);
    }

    PasswordHash password() {
        return PasswordHash.of(hash, salt, iterations);
    }

    final void setPassword(PasswordHash password) {
        this.hash = password.hashText();
        this.salt = password.saltText();
        this.iterations = password.iterations();
    }

    final void setGroups(Collection<String> groups) {
        this.memberOf = String.join(",", new TreeSet<>(groups));
    }

    Account toAccount() {
        return new Account(name, memberOf.isEmpty() ? Set.of() : Set.of(memberOf.split(",")));
    }
}
