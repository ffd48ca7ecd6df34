package io.bouquet.web.jetty;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes in memory and the connections of the clients at one address. */
final class Address {
    final String name;
    final AtomicLong buffered = new AtomicLong();
    /** Number of connections and, behind a trusted proxy, requests; changed only by {@link Addresses}. */
    volatile int users;

    Address(String name) {
        this.name = name;
    }
}
