package io.bouquet.training;

import java.util.List;

/** Signals that a file with labelled texts cannot be used. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** Number of problems that the message has at most. */
    private static final int SHOWN = 5;

    /**
     * @param file     name of the file
     * @param problems at least one, each with its place: {@code line 3: has no tab}
     */
    public DataException(String file, List<String> problems) {
        super("the data '" + file + "' cannot be used: "
                + String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())))
                + (problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : ""));
    }
}
