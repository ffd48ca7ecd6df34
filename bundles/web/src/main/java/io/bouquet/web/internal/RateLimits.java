package io.bouquet.web.internal;

import io.bouquet.accounts.Caller;
import io.bouquet.common.ClientNetwork;
import io.bouquet.web.internal.Buckets.Taken;
import java.util.function.LongSupplier;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** Limits requests: those with an account by account and token, those without by address. */
final class RateLimits {
    private final @Nullable Buckets addresses;
    private final @Nullable Buckets accounts;
    private final @Nullable Buckets tokens;

    /** The limits are requests in a minute; 0 for no limit. */
    RateLimits(int ofAddress, int ofAccount, int ofToken, LongSupplier nanoTime) {
        this.addresses = ofAddress > 0 ? new Buckets(ofAddress, nanoTime) : null;
        this.accounts = ofAccount > 0 ? new Buckets(ofAccount, nanoTime) : null;
        this.tokens = ofToken > 0 ? new Buckets(ofToken, nanoTime) : null;
    }

    /** Counts a request and sets the headers of its limit; returns why it is refused, or null if it is not. */
    @Nullable
    Problem refusal(@Nullable Caller caller, String address, HttpServletResponse response) {
        if (caller == null) {
            return addresses == null || ClientNetwork.isLoopback(address)
                    ? null
                    : take(
                            addresses,
                            ClientNetwork.of(address),
                            "requests without an account from your address",
                            response);
        }
        Problem ofToken = tokens == null || caller.token().isEmpty()
                ? null
                : take(tokens, caller.token(), "requests with this token", response);
        return ofToken != null || accounts == null
                ? ofToken
                : take(accounts, caller.account().name(), "requests of this account", response);
    }

    private static @Nullable Problem take(Buckets buckets, String name, String what, HttpServletResponse response) {
        Taken taken = buckets.take(name);
        response.setHeader("RateLimit-Limit", String.valueOf(buckets.perMinute()));
        response.setHeader("RateLimit-Remaining", String.valueOf(taken.remaining()));
        response.setHeader("RateLimit-Reset", String.valueOf(taken.resetSeconds()));
        if (taken.waitSeconds() == 0) {
            return null;
        }
        response.setHeader("Retry-After", String.valueOf(taken.waitSeconds()));
        return new Problem(
                429,
                "too many " + what + ", the limit is " + buckets.perMinute() + " in a minute; try again in "
                        + taken.waitSeconds() + " s");
    }
}
