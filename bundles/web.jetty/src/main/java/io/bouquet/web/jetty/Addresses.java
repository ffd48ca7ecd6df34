package io.bouquet.web.jetty;

import java.util.concurrent.ConcurrentHashMap;

/** The client addresses that have an open connection or a request. Thread-safe. */
final class Addresses {
    private final ConcurrentHashMap<String, Address> known = new ConcurrentHashMap<>();

    Address enter(String name) {
        return known.compute(name, (key, address) -> {
            Address entered = address == null ? new Address(key) : address;
            entered.users++;
            return entered;
        });
    }

    void leave(Address left) {
        known.computeIfPresent(left.name, (key, address) -> --address.users == 0 ? null : address);
    }

    int users(Address address) {
        return address.users;
    }
}
