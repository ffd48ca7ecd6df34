package io.bouquet.deploy.spi;

import io.bouquet.deploy.Finding;

/**
 * One thing that a started bundle contributes to the platform, such as a persistence unit, and its state.
 *
 * @param kind   kind of contribution, as shown to users: {@code unit}, {@code command}
 * @param name   unique among contributions of the same kind
 * @param detail details of how it works, what it waits for, or why it failed, with the failing statement or line; one
 *               line
 * @param code   stable name of the kind of problem, see {@link Finding#code}; the empty string if nothing is wrong
 * @param remedy the command, or the line of the source or POM, that solves the problem, without a full stop; the empty
 *               string if nothing is wrong, or the detail says it
 */
public record Contribution(String kind, String name, State state, String detail, String code, String remedy) {
    /** A contribution that works, or whose detail says all. */
    public Contribution(String kind, String name, State state, String detail) {
        this(kind, name, state, detail, "", "");
    }

    /** The state of a contribution. */
    public enum State {
        /** It works. */
        WORKS,
        /** It is being prepared and needs nothing else. */
        PENDING,
        /** It waits for something from another bundle or from the operator. */
        WAITING,
        /** It does not work and does not recover by itself. */
        FAILED
    }

    /** Returns the problem of a contribution that does not work. */
    public Finding finding() {
        String its = !code.isEmpty() ? code : state == State.WAITING ? "part-waits" : "part-failed";
        return new Finding(its, text().replaceAll("\\s*\\R\\s*", " "), remedy, name);
    }

    /** Returns one sentence without a full stop. */
    public String text() {
        return "the " + kind + " " + name
                + switch (state) {
                    case WORKS -> code.isEmpty() ? " works: " : " has no effect yet: ";
                    case PENDING -> " is not ready: ";
                    case WAITING -> " waits for ";
                    case FAILED -> " does not work: ";
                }
                + detail;
    }
}
