package io.bouquet.web.bulkhead;

/** A request that waits for a thread of its plugin's share, or got one. */
final class Turn {
    enum State {
        WAITING,
        /** Has a place, and does not use it yet. */
        GRANTED,
        /** The bundle has gone: what answers now is to be looked for anew. */
        ANEW,
        REFUSED,
        /** Uses its place, or never will. */
        OVER
    }

    final Compartment compartment;
    private final Runnable goOn;
    private State state = State.WAITING;

    /** @param goOn has the request come in again; does not throw */
    Turn(Compartment compartment, Runnable goOn) {
        this.compartment = compartment;
        this.goOn = goOn;
    }

    synchronized State state() {
        return state;
    }

    /** False where it is not what it is to change from. */
    synchronized boolean become(State from, State to) {
        if (state != from) {
            return false;
        }
        state = to;
        return true;
    }

    void goOn() {
        goOn.run();
    }
}
