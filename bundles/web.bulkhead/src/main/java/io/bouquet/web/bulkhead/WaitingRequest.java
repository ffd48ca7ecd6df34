package io.bouquet.web.bulkhead;

/** A request that waits for a thread of its plugin's share, or has been granted one. */
final class WaitingRequest {
    enum State {
        WAITING,
        /** Has a thread of the share and does not use it yet. */
        GRANTED,
        /** The bundle was removed or updated; the filter must find the bundle that answers now. */
        OWNER_CHANGED,
        REFUSED,
        /** Uses the thread, or no longer needs it. */
        OVER
    }

    final Compartment compartment;
    private final Runnable goOn;
    private State state = State.WAITING;

    /** @param goOn dispatches the request again; does not throw */
    WaitingRequest(Compartment compartment, Runnable goOn) {
        this.compartment = compartment;
        this.goOn = goOn;
    }

    synchronized State state() {
        return state;
    }

    /** Changes the state; returns false if the state is not {@code from}. */
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
