package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Receipt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A change that was started.
 *
 * @param file  name of the file in the deploy folder that the plugin follows; empty if there is none
 * @param taken whether a thread carries it out or has abandoned it
 */
record BegunChange(
        Change change,
        Optional<Archive> archive,
        Optional<String> file,
        Receipt receipt,
        AtomicBoolean taken,
        CompletableFuture<Receipt> end) {
    Receipt awaitEnd() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
