package io.bouquet.accounts;

/**
 * A token that was just created.
 *
 * @param secret the credentials; the platform stores only their hash, so nobody can see them again
 */
public record NewToken(Token token, String secret) {
    /** Returns a text without the secret. */
    @Override
    public String toString() {
        return "NewToken[" + token + "]";
    }
}
