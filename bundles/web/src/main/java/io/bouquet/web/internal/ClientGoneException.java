package io.bouquet.web.internal;

import java.io.IOException;

/** An answer cannot be sent, since the client has left or reads too slowly. Nobody is there to be told. */
final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGoneException(IOException cause) {
        super("the client takes no more of the answer", cause);
    }
}
