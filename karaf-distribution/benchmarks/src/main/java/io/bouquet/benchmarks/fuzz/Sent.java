package io.bouquet.benchmarks.fuzz;

import io.bouquet.benchmarks.fuzz.ApiDocument.Operation;
import java.util.Optional;

/**
 * A request as it goes over the wire.
 *
 * @param operation the operation that answers; empty if the request may reach another one or none
 * @param isBent    whether headers or framing were changed so that HTTP itself may refuse the request
 */
record Sent(
        long number,
        Role role,
        Optional<Operation> operation,
        String method,
        String path,
        boolean isBent,
        byte[] bytes) {
    private static final int SHOWN = 1_500;

    boolean isOfTheConsole() {
        return path.startsWith("/console") || path.equals("/") || path.startsWith("/?");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, SHOWN); i++) {
            boolean isShown = bytes[i] >= ' ' && bytes[i] < 127;
            text.append(isShown ? Character.toString(bytes[i]) : String.format("\\x%02x", bytes[i]));
        }
        return text.toString().replace("\\x0d\\x0a", "⏎") + (bytes.length > SHOWN ? "…" : "");
    }
}
