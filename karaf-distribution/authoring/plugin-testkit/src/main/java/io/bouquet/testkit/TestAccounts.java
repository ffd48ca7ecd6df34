package io.bouquet.testkit;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.NewToken;
import io.bouquet.accounts.Scopes;
import io.bouquet.accounts.Token;
import io.bouquet.accounts.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts and tokens in memory. The platform's own authenticators check them. */
final class TestAccounts implements Accounts, Callers {
    private final Map<String, Stored> stored = new ConcurrentHashMap<>();
    private final InMemoryTokens tokens = new InMemoryTokens();

    private record Stored(Account account, String password) {}

    Tokens tokens() {
        return tokens;
    }

    @Override
    public String login(String name, Set<String> groups) {
        Stored now = stored.compute(
                name,
                (any, before) -> new Stored(
                        new Account(name, groups),
                        before == null ? UUID.randomUUID().toString() : before.password()));
        String credentials = name + ":" + now.password();
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String token(Client client, String name, Set<String> groups, List<String> scopes) {
        login(name, groups);
        return "Bearer "
                + tokens.create(name, "test", scopes, Duration.ofHours(1)).secret();
    }

    @Override
    public Optional<Account> authenticate(String name, String password, String address) {
        return Optional.ofNullable(stored.get(name))
                .filter(known -> known.password().equals(password))
                .map(Stored::account);
    }

    @Override
    public List<Account> list() {
        return stored.values().stream()
                .map(Stored::account)
                .sorted(Comparator.comparing(Account::name))
                .toList();
    }

    @Override
    public Account create(String name, String password, List<String> groups) {
        Stored created = new Stored(new Account(name, Set.copyOf(groups)), password);
        if (stored.putIfAbsent(name, created) != null) {
            throw new IllegalArgumentException("there is an account '" + name + "'");
        }
        return created.account();
    }

    @Override
    public void changePassword(String name, String password) {
        stored.put(name, new Stored(find(name).account(), password));
    }

    @Override
    public Account changeGroups(String name, Set<String> groups) {
        Account changed = new Account(name, groups);
        stored.put(name, new Stored(changed, find(name).password()));
        return changed;
    }

    @Override
    public void remove(String name) {
        find(name);
        stored.remove(name);
    }

    private Stored find(String name) {
        Stored found = stored.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no account '" + name + "'");
        }
        return found;
    }

    /** Tokens of these accounts. */
    private final class InMemoryTokens implements Tokens {
        private final Map<String, Token> bySecret = new ConcurrentHashMap<>();

        @Override
        public NewToken create(String account, String name, Collection<String> scopes, Duration validity) {
            return add(account, name, scopes, false, validity);
        }

        @Override
        public NewToken grant(Caller caller, Collection<String> scopes, Duration validity) {
            Collection<String> own = caller.scopes() == null ? Scopes.DEFAULT : caller.scopes();
            return add(caller.account().name(), "granted", scopes.isEmpty() ? own : scopes, true, validity);
        }

        private NewToken add(
                String account, String name, Collection<String> scopes, boolean granted, Duration validity) {
            find(account);
            Instant now = Instant.now();
            Token token = new Token(
                    UUID.randomUUID().toString(),
                    account,
                    name,
                    Scopes.checked(scopes),
                    granted,
                    now,
                    now.plus(validity),
                    null);
            String secret = PREFIX + UUID.randomUUID().toString().replace("-", "");
            bySecret.put(secret, token);
            return new NewToken(token, secret);
        }

        @Override
        public List<Token> list(String account) {
            return list().stream()
                    .filter(token -> token.account().equals(account))
                    .toList();
        }

        @Override
        public List<Token> list() {
            return bySecret.values().stream()
                    .sorted(Comparator.comparing(Token::created).reversed())
                    .toList();
        }

        @Override
        public Optional<Token> find(String id) {
            return list().stream().filter(token -> token.id().equals(id)).findFirst();
        }

        @Override
        public boolean revoke(String id) {
            return bySecret.values().removeIf(token -> token.id().equals(id));
        }

        @Override
        public Optional<Caller> authenticate(String secret, String address) {
            Token token = bySecret.get(secret);
            return token == null || token.expires().isBefore(Instant.now())
                    ? Optional.empty()
                    : Optional.ofNullable(stored.get(token.account()))
                            .map(known -> new Caller(known.account(), token.scopes(), token.id()));
        }
    }
}
