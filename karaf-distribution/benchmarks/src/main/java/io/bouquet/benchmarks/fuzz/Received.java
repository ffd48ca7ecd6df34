package io.bouquet.benchmarks.fuzz;

import java.util.Map;

/** @param headers by name in any case; of several with one name the last */
record Received(int status, Map<String, String> headers, String body) {
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The media type without its parameters; empty if there is none. */
    String mediaType() {
        return header("content-type").replaceFirst(";.*", "").strip();
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + (body.length() > 1500 ? body.substring(0, 1500) + "…" : body);
    }
}
