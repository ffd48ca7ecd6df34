package io.bouquet.deploy.spi;

/**
 * One thing that a started bundle contributes to the platform, such as a persistence unit, and how far it has come.
 *
 * @param kind   what it is, for people: {@code unit}, {@code command}
 * @param name   its name among its kind
 * @param detail how it works, what it waits for, or why it does not work, with the statement or line that is to blame;
 *               one line
 */
public record Contribution(String kind, String name, State state, String detail) {
    /** How far a contribution has come. */
    public enum State {
        /** It serves. */
        WORKS,
        /** It is being made ready, on its own. */
        PENDING,
        /** It waits for something that others provide. */
        WAITING,
        /** It does not serve, and will not by itself. */
        FAILED
    }

    /** One sentence without a full stop. */
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
