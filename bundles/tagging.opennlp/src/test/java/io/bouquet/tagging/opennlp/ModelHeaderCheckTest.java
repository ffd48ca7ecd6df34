package io.bouquet.tagging.opennlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelHeaderCheckTest {
    @Test
    void findsNothingWrongWithAGoodModelOrABundleOfAnotherKind() {
        assertThat(faults("model/m.bin;kind=tokens;language=en")).isEmpty();
        assertThat(faults("/model/m.bin;kind=tokens;language=en")).isEmpty();
        assertThat(new ModelHeaderCheck().faults(Map.of("Bundle-Name", "A service"), Set.of()))
                .isEmpty();
    }

    @Test
    void saysWhatIsWrongWithEachModel() {
        assertThat(faults("model/m.bin;kind=wrong;language=en, model/m.bin;kind=tokens"))
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault)
                        .startsWith(
                                "its header Bouquet-Model is wrong: the model 'model/m.bin' has the kind 'wrong'; there"
                                        + " are: "))
                .anySatisfy(fault -> assertThat(fault).endsWith("add language=<ISO 639-1 code>"));
        assertThat(faults("model/m.bin;kind=\"tokens"))
                .singleElement()
                .asString()
                .contains("a quotation mark of", "is not closed");
    }

    @Test
    void namesAFileThatIsNotInTheArchive() {
        assertThat(faults("model/n.bin;kind=tokens;language=en"))
                .containsExactly("its header Bouquet-Model names the file 'model/n.bin', which is not in the archive");
    }

    @Test
    void leavesOtherEnginesModelsToThem() {
        assertThat(faults("model/m.onnx;kind=whatever;engine=onnx")).isEmpty();
    }

    private static List<String> faults(String header) {
        return new ModelHeaderCheck().faults(Map.of(ModelClause.HEADER, header), Set.of("model/m.bin"));
    }
}
