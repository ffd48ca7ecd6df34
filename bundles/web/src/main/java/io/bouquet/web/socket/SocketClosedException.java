package io.bouquet.web.socket;

/**
 * Closes a socket if an endpoint or a listener throws it. A message that is sent to a socket that is closed already fails with
 * it.
 */
public final class SocketClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code   close code, as in {@link SocketSession#close}
     * @param reason for people
     */
    public SocketClosedException(int code, String reason) {
        super(reason);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
