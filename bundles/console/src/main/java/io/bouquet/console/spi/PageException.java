package io.bouquet.console.spi;

/** Answers a request with an error page; its message is for people. */
public final class PageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public PageException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** HTTP status, 400 to 599. */
    public int status() {
        return status;
    }
}
