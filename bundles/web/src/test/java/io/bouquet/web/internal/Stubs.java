package io.bouquet.web.internal;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;

/** What the OSGi runtime would hand in. */
final class Stubs {
    private Stubs() {}

    static BundleContext bundleContext() {
        return (BundleContext) Proxy.newProxyInstance(
                Stubs.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> null);
    }

    static RequestGuard.Config config(long maxBodyBytes) {
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
            public long strictTransportSeconds() {
                return 100;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return RequestGuard.Config.class;
            }
        };
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
}
