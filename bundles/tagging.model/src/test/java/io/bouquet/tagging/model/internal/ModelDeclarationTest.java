package io.bouquet.tagging.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bouquet.tagging.model.ModelDeclaration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelDeclarationTest {
    private final FileEngine engine = new FileEngine("file");

    @Test
    void takesWhatTheHeaderSays() {
        assertThat(declared("model/en.bin;kind=tokens;language=en;name=my-tokens;layers=words;engine=onnx;window=64"))
                .isEqualTo(new ModelDeclaration(
                        "model/en.bin",
                        "onnx",
                        "tokens",
                        "my-tokens",
                        List.of("en"),
                        List.of("words"),
                        Map.of("window", "64")));
    }

    @Test
    void isForOpenNlpAndNamedForItsKindAndLanguagesUnlessItSaysOtherwise() {
        assertThat(declared("en.bin;kind=tokens;language=en"))
                .isEqualTo(new ModelDeclaration(
                        "en.bin", "opennlp", "tokens", "tokens-en", List.of("en"), List.of(), Map.of()));
        assertThat(declared("all.bin;kind=language").name()).isEqualTo("language");
        assertThat(declared("x.bin;kind=pos;language=\"nb, nn\"").name()).isEqualTo("pos-nb-nn");
    }

    @Test
    void saysWhichKindsTheEngineHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("x.bin;kind=labell"))
                .withMessage("the model 'x.bin' has the kind 'labell'; there are: label, wish");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("x.bin"))
                .withMessage("the model 'x.bin' has no kind: add kind=<one of label, wish>");
    }

    @Test
    void saysWhichAttributesThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("x.bin;kind=label;lang=en"))
                .withMessageContaining("an attribute 'lang'; there are: engine, kind, language, layers, name, with");
    }

    @Test
    void wantsALanguageWhereTheEngineDoes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("x.bin;kind=wish;layers=mood"))
                .withMessageContaining("add language=");
        assertThat(fault("x.bin;kind=wish;language=English")).contains("the language 'English'");
    }

    @Test
    void wantsOneLayerWhereThereIsNoUsualOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("x.bin;kind=label"))
                .withMessageContaining("add layers=");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan("x.bin;kind=label;layers=\"a,b\""))
                .withMessageContaining("it makes one: add layers=<name>");
        assertThat(declared("x.bin;kind=label;layers=\"a, b\"").layersOr("c")).containsExactly("a", "b");
        assertThat(declared("x.bin;kind=label").layersOr("c")).containsExactly("c");
    }

    @Test
    void refusesNamesThatNoUrlWouldTake() {
        assertThat(fault("x.bin;kind=language;name=\"a b\"")).contains("the name 'a b'");
        assertThat(fault("x.bin;kind=language;layers=\"a b\"")).contains("the layers 'a b'");
    }

    private static ModelDeclaration declared(String header) {
        ModelHeader read = ModelHeader.of(header);
        assertThat(read.faults()).isEmpty();
        return read.models().get(0);
    }

    private static String fault(String header) {
        return ModelHeader.of(header).faults().get(0);
    }

    private void plan(String header) {
        Engines.plan(declared(header), engine);
    }
}
