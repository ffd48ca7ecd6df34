package io.bouquet.web.gate;

import java.lang.annotation.Annotation;

/** Settings of the gate with the usual waits of requests. */
record GateLimits(int drainSeconds) implements WebGate.Config {
    @Override
    public int awaitSeconds() {
        return 10;
    }

    @Override
    public int closedSeconds() {
        return 5;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return WebGate.Config.class;
    }
}
