package io.bouquet.deploy;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Installs, upgrades, rolls back and removes plugins. Each plugin has at most one change at a time; each change leaves
 * a receipt. Thread-safe.
 *
 * <p>Changes survive a restart and a crash: installed plugins stay installed, a rollback stays in effect, and an
 * interrupted change is finished or undone.
 */
@ProviderType
public interface Deployments {
    /**
     * Returns what a change would do, without doing it.
     *
     * @throws RefusedException if the change would be refused
     */
    Plan plan(Change change);

    /**
     * Starts a change and returns. Read its progress with {@link #receipt} and the id of the returned receipt.
     *
     * @param account name of the account that asks for the change
     * @return the first receipt, whose outcome is {@link Receipt.Outcome#RUNNING}
     * @throws RefusedException if the change is refused; nothing has changed then
     */
    Receipt begin(Change change, String account);

    /**
     * Carries out a change and waits for its end.
     *
     * @return the final receipt
     * @throws RefusedException if the change is refused; nothing has changed then
     */
    Receipt run(Change change, String account);

    Optional<Receipt> receipt(String id);

    /** Returns the receipts that match the query, the latest first. */
    List<Receipt> receipts(ReceiptQuery query);

    /** Returns how many receipts match the query, regardless of its offset and limit. */
    long count(ReceiptQuery query);

    /** Returns the installed plugins, sorted by name. */
    List<Plugin> plugins();

    /** Returns the files in the deploy folder that were refused, sorted by name. */
    List<Refusal> refusals();

    /** Returns the leaks of removed bundles: class loaders that are still held, and running threads. */
    List<Leak> leaks();

    /**
     * Searches a heap dump for the reference path from a garbage collection root to a leaked class loader. Pauses the
     * platform for about a second per 100 MB of live heap.
     *
     * @throws IllegalArgumentException if there is no leak with this id
     */
    List<String> findHolder(long leak);

    /**
     * Tells why a plugin is not live, or what is live. Works for each bundle that is not of the platform, however it was
     * installed, and for a plugin whose last change was refused or has failed. Starts a bundle that should run and does
     * not, to learn why.
     *
     * @param name name of the plugin, or symbolic name or id of a bundle
     * @throws RefusedException if there is no such plugin or bundle; the message has similar names
     */
    Diagnosis diagnose(String name);

    /**
     * Tells why an archive would be refused, and which mistakes are in it. Installs nothing.
     *
     * @param archive a JAR or KAR
     * @param origin  source of the archive, as shown to users
     */
    Diagnosis diagnose(Path archive, String origin);

    /**
     * Returns the state of bundles, also of the platform's, by their ids. Starts nothing, and does not look into classes.
     *
     * @param bundles ids; those of bundles that are not installed are ignored
     */
    Map<Long, Diagnosis> diagnoses(Collection<Long> bundles);
}
