package io.bouquet.deploy.repository;

/** Tells why a repository cannot be used. The message says what was found, and a way out. */
public final class RepositoryException extends Exception {
    private static final long serialVersionUID = 1L;

    public RepositoryException(String message) {
        super(message);
    }
}
