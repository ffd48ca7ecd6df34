package io.bouquet.console.spi;

/** Answers a request with an error page that shows the message. */
public final class PageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String message;

    public PageException(int status, String message) {
        super(message);
        this.status = status;
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** HTTP status, 400 to 599. */
    public int status() {
        return status;
    }
}
