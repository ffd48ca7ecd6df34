package io.bouquet.testkit;

import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** An entity of a plugin. */
@Entity
@Table(name = "customer")
public class Customer {
    @Id
    private long id;

    private String name = "";

    protected Customer() {}

    public Customer(long id, String name) {
        this.id = id;
        this.name = name;
    }

    public long id() {
        return id;
    }

    public String name() {
        return name;
    }
}
