package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.spi.Permissions;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class PluginPermissionsTest {
    @TempDir
    Path folder;

    @Test
    void givesWhatAChangeOrTheConfigurationAllows() throws Exception {
        Jars jars = new Jars(Files.createDirectory(folder.resolve("jars")));
        DefaultDeploymentsTest.Platform platform =
                new DefaultDeploymentsTest.Platform(folder.resolve("data"), new KeptReceipts(), step -> {});
        try {
            platform.run(Change.install(jars.plain("com.example.words", "1.0.0"), "")
                    .allowing(Set.of(Permissions.AUTHENTICATOR)));
            Bundle words = platform.bundle("1.0.0");
            Bundle brought = platform.framework
                    .getBundleContext()
                    .installBundle(
                            jars.plain("com.example.brought", "1.0.0").toUri().toString());
            platform.installForeign("com.example.shipped");
            Bundle shipped = List.of(platform.framework.getBundleContext().getBundles()).stream()
                    .filter(bundle -> bundle.getSymbolicName().equals("com.example.shipped"))
                    .findFirst()
                    .orElseThrow();
            PluginPermissions permissions = new PluginPermissions(filters(), platform.deployments);

            assertThat(permissions.allows(words, Permissions.AUTHENTICATOR)).isTrue();
            assertThat(permissions.allows(words, Permissions.FILTERS)).isFalse();
            assertThat(permissions.allows(brought, Permissions.FILTERS)).isFalse();
            permissions.modified(filters("com.example.words", " com.example.brought "));
            assertThat(permissions.allows(words, Permissions.FILTERS)).isTrue();
            assertThat(permissions.allows(brought, Permissions.FILTERS)).isTrue();
            assertThat(permissions.allows(brought, Permissions.ACCOUNTS)).isFalse();

            assertThat(Permissions.has(null, words, Permissions.AUTHENTICATOR)).isFalse();
            assertThat(Permissions.has(permissions, words, Permissions.AUTHENTICATOR))
                    .isTrue();
            assertThat(Permissions.has(null, shipped, Permissions.ACCOUNTS)).isTrue();
        } finally {
            platform.stop();
        }
    }

    private static PluginPermissions.Config filters(String... names) {
        return new PluginPermissions.Config() {
            @Override
            public String[] authenticator() {
                return new String[0];
            }

            @Override
            public String[] accounts() {
                return new String[0];
            }

            @Override
            public String[] filters() {
                return names;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return PluginPermissions.Config.class;
            }
        };
    }
}
