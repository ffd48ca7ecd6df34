package io.bouquet.jobs.rest;

import io.bouquet.jobs.JobResult;
import io.bouquet.jobs.ResultPage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongFunction;
import javax.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes results as JSON lines, page by page from the database. The next page is read only when the client has taken
 * this one, so that memory holds one page for each client.
 */
final class ResultStream implements StreamingOutput {
    /** Number of results in a page. */
    static final int PAGE = 200;

    private final LongFunction<Optional<ResultPage>> pages;
    private final long after;
    private final long most;
    private @Nullable ResultPage first;

    /**
     * @param pages returns the page after a result; empty if there is no such job any more
     * @param after index of the last result before these; -1 for none
     */
    ResultStream(LongFunction<Optional<ResultPage>> pages, long after, long most) {
        this.pages = pages;
        this.after = after;
        this.most = most;
    }

    /** Reads the first page; returns false if there is no such job. */
    boolean open() {
        first = pages.apply(after).orElse(null);
        return first != null;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        ResultPage page = first;
        long left = most;
        while (page != null) {
            long last = after;
            for (JobResult result : page.results()) {
                if (left-- == 0) {
                    return;
                }
                out.write(result.json().getBytes(StandardCharsets.UTF_8));
                out.write('\n');
                last = result.index();
            }
            out.flush();
            page = page.hasMore() ? pages.apply(last).orElse(null) : null;
        }
    }
}
