package io.bouquet.benchmarks.probe;

import java.util.List;

/** The body that the servlet and the resource both take with a POST. */
public record Review(String title, String text, String author, int stars, List<String> tags) {
    /** What they answer to it. */
    public record Kept(String title, int stars, List<String> tags) {}

    Kept kept() {
        return new Kept(title, stars, tags);
    }
}
