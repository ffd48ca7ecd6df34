package io.bouquet.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.deploy.Plugin.Format;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsTest {
    @Test
    void ordersVersionsOfKarsAsMavenDoes() {
        List<String> ascending = List.of(
                "1.0.0-alpha", "1.0.0-rc2", "1.0.0-rc10", "1.0.0-SNAPSHOT", "1.0.0", "1.0.0.1", "1.2.3.9", "1.2.3.10");
        for (int i = 1; i < ascending.size(); i++) {
            String lower = ascending.get(i - 1);
            String higher = ascending.get(i);
            assertThat(Versions.isDowngrade(Format.KAR, lower, higher))
                    .as("%s to %s", lower, higher)
                    .isFalse();
            assertThat(Versions.isDowngrade(Format.KAR, higher, lower))
                    .as("%s to %s", higher, lower)
                    .isTrue();
        }
    }

    @Test
    void goesUpFromABundlesSnapshotToItsRelease() {
        assertThat(Versions.isDowngrade(Format.JAR, "1.0.0.SNAPSHOT", "1.0.0")).isFalse();
        assertThat(Versions.isDowngrade(Format.JAR, "1.0.0.202611261852", "1.0.0"))
                .isFalse();
        assertThat(Versions.isDowngrade(Format.JAR, "1.0.1.SNAPSHOT", "1.0.0")).isTrue();
        assertThat(Versions.isDowngrade(Format.JAR, "1.0.0.b2", "1.0.0")).isTrue();
        assertThat(Versions.isDowngrade(Format.JAR, "1.9.0", "1.10.0")).isFalse();
    }
}
