package io.bouquet.tagging.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderClauseTest {
    @Test
    void readsSeveralClauses() {
        assertThat(HeaderClause.parse("a.bin;kind=tokens;language=en, b.bin ; kind = pos"))
                .containsExactly(
                        new HeaderClause("a.bin", Map.of("kind", "tokens", "language", "en")),
                        new HeaderClause("b.bin", Map.of("kind", "pos")));
    }

    @Test
    void keepsSeparatorsInsideQuotationMarks() {
        assertThat(HeaderClause.parse("a.bin;language=\"en,de\";name=\"x;y\""))
                .containsExactly(new HeaderClause("a.bin", Map.of("language", "en,de", "name", "x;y")));
    }

    @Test
    void refusesAClauseWithoutAPath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderClause.parse("kind=tokens;language=en"))
                .withMessageContaining("'kind=tokens;language=en' does not begin with the path of a model");
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderClause.parse("a.bin;kind=pos,"));
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderClause.parse(""));
    }

    @Test
    void refusesAnAttributeTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderClause.parse("a.bin;kind=pos;kind=tokens"))
                .withMessageContaining("'a.bin' has 'kind' twice");
    }

    @Test
    void refusesDirectivesAndSecondPaths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderClause.parse("a.bin;kind:=pos"))
                .withMessageContaining("'kind:=pos'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderClause.parse("a.bin;b.bin;kind=pos"))
                .withMessageContaining("'b.bin'");
    }

    @Test
    void refusesQuotationMarksThatDoNotMatch() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderClause.parse("a.bin;kind=\"pos"))
                .withMessageContaining("not closed");
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderClause.parse("a.bin;kind=\"po\"s\""));
    }
}
