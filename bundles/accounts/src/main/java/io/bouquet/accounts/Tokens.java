package io.bouquet.accounts;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The tokens of accounts. Thread-safe. Only hashes of secrets are stored. A revoked token is invalid when the call
 * returns. Removing an account removes its tokens; a change of its groups applies to them at once.
 */
@ProviderType
public interface Tokens {
    /** Begin of each secret, so that people and scanners recognise it. */
    String PREFIX = "bqt_";

    /** Longest validity of a token. */
    Duration MAX_VALIDITY = Duration.ofDays(3650);

    /**
     * Creates a token.
     *
     * @param validity time until it expires, from 1 s to {@link #MAX_VALIDITY}
     * @throws IllegalArgumentException if no account has the name, a value is invalid, or the account has too many tokens
     */
    NewToken create(String account, String name, Collection<String> scopes, Duration validity);

    /**
     * Creates a short-lived token for a caller. It ends with the credentials of the caller: with the token, or when the
     * password changes. If the account has too many of them, the one that expires first is revoked.
     *
     * @param scopes empty for the caller's own, or {@link Scopes#DEFAULT} if the caller has no limits
     * @throws IllegalArgumentException if the caller does not have a scope, or its own token was granted in this way
     */
    NewToken grant(Caller caller, Collection<String> scopes, Duration validity);

    /** Returns the tokens of an account, the newest first, also those that expired in the last days. */
    List<Token> list(String account);

    /** Returns the tokens of all accounts, the newest first, also those that expired in the last days. */
    List<Token> list();

    /** Returns the token with this id. */
    Optional<Token> find(String id);

    /** Revokes a token, and the tokens that were granted by it; returns false if there is none with this id. */
    boolean revoke(String id);

    /**
     * Returns the caller whose token has this secret; empty if the token is unknown, revoked or expired.
     *
     * @param address address of the client; many unknown secrets from one address are slowed down
     * @throws LoginDeferredException if the secret was not checked
     */
    Optional<Caller> authenticate(String secret, String address);
}
