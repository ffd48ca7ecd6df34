package io.bouquet.deploy.engine;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Receipt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A change that was begun, and those who wait for its end.
 *
 * @param file  the name of the file in the deploy folder that the plugin follows
 * @param taken whether it is being carried out, or was concluded without that
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
