package io.bouquet.deploy;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes which plugins run. One change of a plugin at a time; each leaves a receipt. Thread-safe.
 *
 * <p>What was done is kept: after a restart, also after a crash, what was installed is installed, what was rolled back
 * stays so, and a change that was half done is finished or undone.
 */
@ProviderType
public interface Deployments {
    /**
     * What a change would do. Changes nothing.
     *
     * @throws RefusedException where it would be refused
     */
    Plan plan(Change change);

    /**
     * Begins a change; its progress is in {@link #receipt} by the receipt's id.
     *
     * @param account whoever asked for it
     * @return the receipt as it is at the start, {@link Receipt.Outcome#RUNNING}
     * @throws RefusedException where the change is refused; nothing has changed then
     */
    Receipt begin(Change change, String account);

    /**
     * The same, and waits until it is done.
     *
     * @return the receipt, no longer running
     * @throws RefusedException where the change is refused; nothing has changed then
     */
    Receipt run(Change change, String account);

    Optional<Receipt> receipt(String id);

    /** The latest first. */
    List<Receipt> receipts(ReceiptQuery query);

    /** How many the query has, its page aside. */
    long count(ReceiptQuery query);

    /** The plugins that were installed here, by name. */
    List<Plugin> plugins();

    /** Files in the deploy folder that are not installed as they are, by name. */
    List<Refusal> refusals();

    /** Class loaders of bundles that are gone which something still holds, and what else they left behind. */
    List<Leak> leaks();

    /**
     * The path by which a leak is held, from a root to the class loader, found in a dump of the heap: pauses the
     * platform for about a second for each 100 MB of live heap.
     *
     * @throws IllegalArgumentException where there is no such leak
     */
    List<String> findHolder(long leak);

    /**
     * What keeps a bundle from being resolved, whoever installed it: what it needs that is not there, and what comes
     * near. Empty where it is resolved.
     *
     * @param bundle its id
     * @throws IllegalArgumentException where there is no such bundle
     */
    List<String> unresolved(long bundle);
}
