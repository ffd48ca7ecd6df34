package io.bouquet.accounts.rest;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.NewToken;
import io.bouquet.accounts.Scopes;
import io.bouquet.accounts.Token;
import io.bouquet.accounts.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tokens in memory, whose secrets are their ids. */
final class AdasTokens implements Tokens {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final List<Token> all = new ArrayList<>();

    @Override
    public NewToken create(String account, String name, Collection<String> scopes, Duration validity) {
        return add(account, name, scopes, false, validity);
    }

    @Override
    public NewToken grant(Caller caller, Collection<String> scopes, Duration validity) {
        Collection<String> wanted =
                !scopes.isEmpty() ? scopes : caller.scopes() == null ? Scopes.DEFAULT : caller.scopes();
        for (String scope : wanted) {
            if (!caller.has(scope)) {
                throw new IllegalArgumentException("the token does not have the scope \"" + scope + "\"\n");
            }
        }
        return add(caller.account().name(), "granted", wanted, true, validity);
    }

    private NewToken add(String account, String name, Collection<String> scopes, boolean granted, Duration validity) {
        String id = "id" + all.size();
        Token token = new Token(id, account, name, Scopes.checked(scopes), granted, NOW, NOW.plus(validity), null);
        all.add(token);
        return new NewToken(token, PREFIX + id);
    }

    @Override
    public List<Token> list(String account) {
        return all.stream().filter(token -> token.account().equals(account)).toList();
    }

    @Override
    public List<Token> list() {
        return List.copyOf(all);
    }

    @Override
    public Optional<Token> find(String id) {
        return all.stream().filter(token -> token.id().equals(id)).findFirst();
    }

    @Override
    public boolean revoke(String id) {
        return all.removeIf(token -> token.id().equals(id));
    }

    @Override
    public Optional<Caller> authenticate(String secret, String address) {
        return find(secret.substring(PREFIX.length()))
                .map(token -> new Caller(new Account(token.account(), Set.of()), token.scopes(), token.id()));
    }
}
