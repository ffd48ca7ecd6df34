package io.bouquet.web.internal;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.NewToken;
import io.bouquet.accounts.Token;
import io.bouquet.accounts.Tokens;
import io.bouquet.deploy.spi.Permissions;
import io.bouquet.web.spi.RequestAuthenticator;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** What the OSGi runtime would hand in. */
final class Stubs {
    private Stubs() {}

    static BundleContext bundleContext() {
        return (BundleContext) Proxy.newProxyInstance(
                Stubs.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> null);
    }

    /** Bundle 1 may authenticate. */
    static RequestGuard guard(RequestGuard.Config config) {
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                Stubs.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getBundle") ? bundle((Long) arguments[0]) : null);
        RequestGuard guard = new RequestGuard(config, context);
        guard.permissions =
                (bundle, permission) -> bundle.getBundleId() == 1 && permission.equals(Permissions.AUTHENTICATOR);
        return guard;
    }

    static Bundle bundle(long id) {
        return (Bundle) Proxy.newProxyInstance(
                Stubs.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getBundleId" -> id;
                    case "getSymbolicName" -> "bundle-" + id;
                    case "getLocation" -> "file:bundle-" + id;
                    default -> null;
                });
    }

    /** By bundle 1. */
    static List<Map.Entry<Map<String, Object>, RequestAuthenticator>> registered(RequestAuthenticator... all) {
        return registeredBy(1, all);
    }

    static List<Map.Entry<Map<String, Object>, RequestAuthenticator>> registeredBy(
            long bundle, RequestAuthenticator... all) {
        List<Map.Entry<Map<String, Object>, RequestAuthenticator>> registered = new ArrayList<>();
        for (RequestAuthenticator one : all) {
            registered.add(Map.entry(Map.of(Constants.SERVICE_BUNDLEID, bundle), one));
        }
        return registered;
    }

    static RequestGuard.Config config(long maxBodyBytes) {
        return config(maxBodyBytes, 0, 0, 0);
    }

    /** @param address requests in a minute from an address, of an account and with a token */
    static RequestGuard.Config config(long maxBodyBytes, int address, int account, int token) {
        return new RequestGuard.Config() {
            @Override
            public long maxBodyBytes() {
                return maxBodyBytes;
            }

            @Override
            public String[] uploadPaths() {
                return new String[] {"/house/uploads"};
            }

            @Override
            public long maxUploadBytes() {
                return 2 * maxBodyBytes;
            }

            @Override
            public String[] streamPaths() {
                return new String[] {"/calendar/echo"};
            }

            @Override
            public long strictTransportSeconds() {
                return 100;
            }

            @Override
            public String[] hosts() {
                return new String[] {"house.example, *.houses.example"};
            }

            @Override
            public int addressPerMinute() {
                return address;
            }

            @Override
            public int accountPerMinute() {
                return account;
            }

            @Override
            public int tokenPerMinute() {
                return token;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return RequestGuard.Config.class;
            }
        };
    }

    static BasicAuthenticator basic() {
        return new BasicAuthenticator(new AdasAccounts(), new AdasTokens());
    }

    /** Knows ada, whose password has a colon and an umlaut. */
    static final class AdasAccounts implements Accounts {
        static final String PASSWORD = "geh:heim-ü";

        @Override
        public Optional<Account> authenticate(String name, String password, String address) {
            return name.equals("ada") && password.equals(PASSWORD)
                    ? Optional.of(new Account("ada", Set.of("readers")))
                    : Optional.empty();
        }

        @Override
        public List<Account> list() {
            return List.of();
        }

        @Override
        public Account create(String name, String password, List<String> groups) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public void changePassword(String name, String password) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public Account changeGroups(String name, Set<String> groups) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public void remove(String name) {
            throw new IllegalArgumentException(name);
        }
    }

    /** Knows tokens of ada, who is a reader and an administrator; the secret of a token names its scopes. */
    static final class AdasTokens implements Tokens {
        String with(String... scopes) {
            return PREFIX + String.join("_", scopes);
        }

        @Override
        public Optional<Caller> authenticate(String secret, String address) {
            return secret.startsWith(PREFIX) && !secret.contains("revoked")
                    ? Optional.of(new Caller(
                            new Account("ada", Set.of("readers", Account.ADMIN)),
                            Set.of(secret.substring(PREFIX.length()).split("_")),
                            "id-" + secret.hashCode()))
                    : Optional.empty();
        }

        @Override
        public NewToken create(String account, String name, Collection<String> scopes, Duration validity) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public NewToken grant(Caller caller, Collection<String> scopes, Duration validity) {
            throw new IllegalArgumentException(caller.shown());
        }

        @Override
        public List<Token> list(String account) {
            return List.of();
        }

        @Override
        public List<Token> list() {
            return List.of();
        }

        @Override
        public Optional<Token> find(String id) {
            return Optional.empty();
        }

        @Override
        public boolean revoke(String id) {
            return false;
        }
    }
}
