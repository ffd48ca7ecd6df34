package io.bouquet.jobs;

/**
 * The result of one document.
 *
 * @param index number of the document in the job, from 0
 * @param json  a JSON object in one line with {@code index}, the {@code id} of the document if it is a string or a
 *              number, and either {@code result} or {@code error}
 */
public record JobResult(long index, String json) {}
