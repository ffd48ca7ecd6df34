package io.bouquet.jobs.jpa;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The key of a document and of its result: the job, and the number of the document in it. JPA needs a class like this. */
public final class ItemKey implements Serializable {
    private static final long serialVersionUID = 1L;

    public String jobId = "";
    public long item;

    public ItemKey() {}

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ItemKey key && key.jobId.equals(jobId) && key.item == item;
    }

    @Override
    public int hashCode() {
        return 31 * jobId.hashCode() + Long.hashCode(item);
    }
}
