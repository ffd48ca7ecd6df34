package io.bouquet.testkit;

import javax.persistence.Entity;
import javax.persistence.Id;

/** An entity that is not enhanced. */
@Entity
public class PlainCustomer {
    @Id
    private long id;

    public long id() {
        return id;
    }
}
