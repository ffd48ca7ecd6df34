package io.bouquet.tagging.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelHeaderCheckTest {
    @Test
    void findsNothingWrongWithAGoodModelOrABundleOfAnotherKind() {
        assertThat(faults("model/m.bin;kind=label;engine=file;layers=mood")).isEmpty();
        assertThat(faults("/model/m.bin;kind=label;engine=file;layers=mood")).isEmpty();
        assertThat(new ModelHeaderCheck().faults(Map.of("Bundle-Name", "A service"), Set.of()))
                .isEmpty();
    }

    @Test
    void saysWhatIsWrongWithEachModel() {
        assertThat(faults("model/m.bin;kind=wrong;engine=file, model/m.bin;kind=wish;engine=file;layers=mood"))
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault)
                        .startsWith(
                                "its header Bouquet-Model is wrong: the model 'model/m.bin' has the kind 'wrong'; there"
                                        + " are: label, wish"))
                .anySatisfy(fault -> assertThat(fault).endsWith("add language=<ISO 639-1 code>"));
        assertThat(faults("model/m.bin;kind=\"tokens"))
                .singleElement()
                .asString()
                .contains("a quotation mark of", "is not closed");
    }

    @Test
    void namesTheFilesThatAreNotInTheArchive() {
        assertThat(faults("model/n.bin;kind=label;engine=file;layers=mood;with=words.txt"))
                .containsExactly(
                        "its header Bouquet-Model names the file 'model/n.bin', which is not in the archive",
                        "its header Bouquet-Model names the file 'words.txt', which is not in the archive");
    }

    @Test
    void namesAnEngineThatIsNotInstalled() {
        assertThat(faults("model/m.bin;kind=whatever;engine=onnx"))
                .containsExactly("its header Bouquet-Model is wrong: the model 'model/m.bin' has the engine 'onnx',"
                        + " which is not installed; there are: file");
    }

    private static List<String> faults(String header) {
        ModelHeaderCheck check = new ModelHeaderCheck();
        check.engines.add(new FileEngine("file"));
        return check.faults(Map.of(ModelHeader.NAME, header), Set.of("model/m.bin"));
    }
}
