package io.bouquet.benchmarks.probe;

/** What the servlet and the resource both answer to a GET. */
public record Small(String message, int number, boolean yes) {
    static final Small ANSWER = new Small("hello", 42, true);
}
