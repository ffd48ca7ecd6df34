package io.bouquet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {
    @Test
    void isOneLineWithItsRemedy() {
        Finding finding = new Finding("stopped", "it is stopped", "Start it");
        assertThat(finding.text()).isEqualTo("it is stopped. Start it");
        assertThat(finding.after("the till: ").text()).isEqualTo("the till: it is stopped. Start it");
        assertThat(Finding.lines(List.of(finding, finding, new Finding("other", "it is late", ""))))
                .isEqualTo("it is stopped. Start it\nit is late");
    }

    @Test
    void refusesCodesAndTextsThatNobodyCouldPrint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Finding("Not Stable", "it is stopped", ""))
                .withMessageContaining("'Not Stable'");
        assertThatIllegalArgumentException().isThrownBy(() -> new Finding("stopped", "two\nlines", ""));
        assertThat(Finding.ofMessage("two\n  lines")).containsExactly(new Finding("refused", "two lines", ""));
    }
}
