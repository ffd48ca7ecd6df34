package io.bouquet.web.internal;

import java.io.IOException;

/** Thrown if an answer cannot be sent, because the client has disconnected or reads too slowly. */
final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGoneException(IOException cause) {
        super("the client takes no more of the answer", cause);
    }
}
