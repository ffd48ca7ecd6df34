package io.bouquet.deploy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Finding;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    @Test
    void saysThatAllIsWellAndWhatIsLive() {
        assertThat(printed(new Diagnosis(
                        "com.example.shop", "1.0.0", "active", List.of("REST /shop", "unit shop"), List.of())))
                .isEqualToNormalizingNewlines("""
                        com.example.shop 1.0.0 is live
                          live: REST /shop
                          live: unit shop
                        """);
    }

    @Test
    void saysWhatIsWrongAndWhatIsLiveNevertheless() {
        Finding finding = new Finding("stopped", "the till is stopped", "Start it", "till");
        assertThat(printed(
                        new Diagnosis("com.example.shop", "1.0.0", "active", List.of("REST /shop"), List.of(finding))))
                .isEqualToNormalizingNewlines("""
                        com.example.shop 1.0.0 is live in part
                          the till is stopped. Start it [stopped]
                          live: REST /shop
                        """);
    }

    @Test
    void printsFiveProblemsAtMost() {
        List<Finding> many = IntStream.range(0, 7)
                .mapToObj(i -> new Finding("missing-package", "no " + i, ""))
                .toList();
        assertThat(printed(new Diagnosis("com.example.shop", "", "unresolved", List.of(), many)))
                .startsWith("com.example.shop is not live; the first 5 of 7 problems:")
                .contains("no 4 [missing-package]")
                .doesNotContain("no 5");
    }

    private static String printed(Diagnosis diagnosis) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DoctorCommand.print(diagnosis, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
