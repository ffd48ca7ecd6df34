package io.bouquet.deploy.spi;

/**
 * One thing that a started bundle contributes to the platform, such as a persistence unit, and its state.
 *
 * @param kind   kind of contribution, as shown to users: {@code unit}, {@code command}
 * @param name   unique among contributions of the same kind
 * @param detail details of how it works, what it waits for, or why it failed, with the failing statement or line; one
 *               line
 */
public record Contribution(String kind, String name, State state, String detail) {
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

    /** Returns one sentence without a full stop. */
    public String text() {
        return "the " + kind + " " + name
                + switch (state) {
                    case WORKS -> " works: ";
                    case PENDING -> " is not ready: ";
                    case WAITING -> " waits for ";
                    case FAILED -> " does not work: ";
                }
                + detail;
    }
}
