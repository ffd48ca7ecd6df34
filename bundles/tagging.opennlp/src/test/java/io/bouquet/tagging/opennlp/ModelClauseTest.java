package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelClauseTest {
    @Test
    void takesWhatTheHeaderSays() {
        assertThat(clause("model/en.bin;kind=tokens;language=en;name=my-tokens;layers=words"))
                .contains(new ModelClause("model/en.bin", ModelKind.TOKENS, "my-tokens", List.of("en"), "words"));
    }

    @Test
    void namesTheTaggerForItsKindAndLanguagesAndTheLayerForItsKind() {
        assertThat(clause("en.bin;kind=tokens;language=en"))
                .contains(new ModelClause("en.bin", ModelKind.TOKENS, "tokens-en", List.of("en"), "tokens"));
        assertThat(clause("all.bin;kind=language"))
                .contains(new ModelClause("all.bin", ModelKind.LANGUAGE, "language", List.of(), "language"));
        assertThat(clause("x.bin;kind=pos;language=\"nb, nn\""))
                .contains(new ModelClause("x.bin", ModelKind.POS, "pos-nb-nn", List.of("nb", "nn"), "pos"));
    }

    @Test
    void leavesModelsOfOtherEnginesAlone() {
        assertThat(clause("x.onnx;engine=onnx;kind=whatever;precision=int8")).isEmpty();
    }

    @Test
    void saysWhichKindsThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clause("x.bin;kind=token;language=en"))
                .withMessageContaining("'x.bin' has the kind 'token'; there are: language, sentences, tokens, pos");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clause("x.bin"))
                .withMessageContaining("has no kind: add kind=");
    }

    @Test
    void saysWhichAttributesThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clause("x.bin;kind=tokens;lang=en"))
                .withMessageContaining("an attribute 'lang'; there are: engine, kind, language, layers, name");
    }

    @Test
    void wantsTheLanguageOfModelsThatHaveOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clause("x.bin;kind=tokens"))
                .withMessageContaining("add language=");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clause("x.bin;kind=tokens;language=English"))
                .withMessageContaining("'English'");
    }

    @Test
    void wantsTheLayerOfCategories() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clause("x.bin;kind=categories;language=en"))
                .withMessageContaining("add layers=");
        assertThat(clause("x.bin;kind=categories;layers=greeting"))
                .contains(new ModelClause("x.bin", ModelKind.CATEGORIES, "categories", List.of(), "greeting"));
    }

    @Test
    void refusesNamesThatNoUrlWouldTake() {
        assertThatIllegalArgumentException().isThrownBy(() -> clause("x.bin;kind=language;name=\"a b\""));
        assertThatIllegalArgumentException().isThrownBy(() -> clause("x.bin;kind=language;layers=\"a,b\""));
    }

    private static Optional<ModelClause> clause(String header) {
        return ModelClause.of(HeaderClause.parse(header).get(0));
    }
}
