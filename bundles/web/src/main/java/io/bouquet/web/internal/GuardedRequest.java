package io.bouquet.web.internal;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/** A request with the caller's account and a limit for the body. */
final class GuardedRequest extends HttpServletRequestWrapper {
    private final @Nullable Account account;
    private final long maxBodyBytes;
    private @Nullable ServletInputStream input;
    private @Nullable BufferedReader reader;

    GuardedRequest(HttpServletRequest request, @Nullable Caller caller, long maxBodyBytes) {
        super(request);
        this.account = caller == null ? null : caller.account();
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public @Nullable String getRemoteUser() {
        return account == null ? null : account.name();
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return account == null ? null : new Name(account.name());
    }

    @Override
    public boolean isUserInRole(String role) {
        return account != null
                && (account.groups().contains(role) || account.groups().contains(Account.ADMIN));
    }

    @Override
    public int getContentLength() {
        long length = getContentLengthLong();
        return length > Integer.MAX_VALUE ? -1 : (int) length;
    }

    /** Returns 0 for an HTTP/1 request with neither Content-Length nor Transfer-Encoding, which has no body (RFC 9112, 6.3). */
    @Override
    public long getContentLengthLong() {
        long length = super.getContentLengthLong();
        boolean hasNone = length < 0 && getProtocol().startsWith("HTTP/1") && getHeader("Transfer-Encoding") == null;
        return hasNone ? 0 : length;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        ServletInputStream limited = input;
        if (limited == null) {
            limited = new LimitedInput(super.getInputStream(), maxBodyBytes);
            input = limited;
        }
        return limited;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        BufferedReader limited = reader;
        if (limited == null) {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.ISO_8859_1 : Charset.forName(encoding);
            limited = new BufferedReader(new InputStreamReader(getInputStream(), charset));
            reader = limited;
        }
        return limited;
    }

    private record Name(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }
}
