package io.bouquet.welcome;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the address for the banner from the addresses of the HTTP server. */
final class Endpoint {
    private Endpoint() {}

    /** @param announced the service property: a String, a String[] or a Collection of Strings */
    static URI of(@Nullable Object announced) {
        List<String> all;
        if (announced instanceof String[] array) {
            all = List.of(array);
        } else if (announced instanceof Collection<?> collection) {
            all = collection.stream().map(String::valueOf).toList();
        } else {
            all = List.of(String.valueOf(announced));
        }
        return all.stream()
                .filter(address -> address.startsWith("http"))
                .map(URI::create)
                .min((a, b) -> Boolean.compare(!isLoopback(a), !isLoopback(b)))
                .orElseThrow(() -> new IllegalStateException("the HTTP server announces no http address: " + all));
    }

    private static boolean isLoopback(URI address) {
        String host = String.valueOf(address.getHost());
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
