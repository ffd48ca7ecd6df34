package io.bouquet.web.jetty;

import java.util.concurrent.atomic.AtomicLong;

/** What the clients at one address hold at the moment. */
final class Address {
    final String name;
    final AtomicLong buffered = new AtomicLong();
    /** Connections and, behind a trusted proxy, requests; {@link Addresses} alone changes it. */
    volatile int users;

    Address(String name) {
        this.name = name;
    }
}
