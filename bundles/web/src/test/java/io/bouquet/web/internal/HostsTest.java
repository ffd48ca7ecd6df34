package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
    private final Hosts hosts = new Hosts(List.of("House.example", "*.houses.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "localhost.",
                "my.localhost",
                "127.0.0.1",
                "192.168.1.7",
                "[::1]",
                "::1",
                "",
                "house.example",
                "HOUSE.EXAMPLE.",
                "a.houses.example",
                "a.b.houses.example"
            })
    void allowsAddressesLocalNamesAndConfiguredNames(String host) {
        assertThat(hosts.allow(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "notlocalhost",
                "127.0.0.1.evil.example",
                "houses.example",
                "xhouse.example",
                "sub.house.example",
                "evilhouses.example",
                "*.houses.example.evil.example"
            })
    void refusesOtherNames(String host) {
        assertThat(hosts.allow(host)).isFalse();
    }

    @Test
    void allowsAllNamesIfTheOperatorSaysSo() {
        assertThat(new Hosts(List.of("*")).allow("evil.example")).isTrue();
    }
}
