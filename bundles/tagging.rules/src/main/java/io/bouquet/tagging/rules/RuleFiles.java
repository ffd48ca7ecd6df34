package io.bouquet.tagging.rules;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The files of rules in the folder {@code etc/rules}. Thread-safe. */
@ProviderType
public interface RuleFiles {
    /** Returns the files by name. */
    List<RuleFile> files();

    /**
     * A file of rules. While it has errors, its last version without errors serves, if there was one.
     *
     * @param layer the layer that it adds; empty if no version without errors was seen
     * @param rules number of its phrases and patterns
     * @param fault what is wrong with the file as it is now; empty if nothing is
     */
    record RuleFile(String name, String layer, int rules, String fault) {}
}
