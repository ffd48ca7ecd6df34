package io.bouquet.web.internal;

import java.io.IOException;

/** The body of a request has more bytes than the platform reads. */
final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long limit;

    BodyTooLargeException(long limit) {
        super("a body is larger than " + limit + " bytes");
        this.limit = limit;
    }

    Problem problem() {
        return new Problem(413, "the body is larger than " + limit + " bytes, the limit; send it in parts");
    }
}
