package io.bouquet.deploy;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** A verified copy of an archive of a repository, which {@link #close} deletes. */
@ProviderType
public interface Download extends AutoCloseable {
    Path path();

    /** Returns the source of the archive, as shown to users. */
    String origin();

    /** Returns what is in the archive itself, whatever the repository says of it. */
    ArchiveSummary summary();

    @Override
    void close();
}
