package io.bouquet.welcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BannerTest {
    private static final URI BASE = URI.create("http://127.0.0.1:8181/");

    @Test
    void showsARandomPassword() {
        String text = new Banner("1.0.0", BASE, 8101, Duration.ofMillis(7400), "abcd-efgh").text();
        assertThat(text)
                .contains(
                        "ready in 7.4 s",
                        "http://127.0.0.1:8181/console",
                        "http://127.0.0.1:8181/docs/guide",
                        "ssh -p 8101 admin@127.0.0.1",
                        "abcd-efgh");
    }

    @Test
    void saysNothingOfAPasswordThatSomebodyChose() {
        assertThat(new Banner("1.0.0", BASE, 8101, Duration.ofSeconds(1), "").text())
                .doesNotContain("password");
    }

    @Test
    void prefersAnAddressOfThisMachine() {
        assertThat(Endpoint.of(List.of("http://192.0.2.1:80/", "http://127.0.0.1:80/"))
                        .getHost())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void readsEveryFormOfTheAnnouncement() {
        assertThat(Endpoint.of(BASE.toString())).isEqualTo(BASE);
        assertThat(Endpoint.of(new String[] {"/", BASE.toString()})).isEqualTo(BASE);
        assertThatIllegalStateException().isThrownBy(() -> Endpoint.of(null));
    }
}
