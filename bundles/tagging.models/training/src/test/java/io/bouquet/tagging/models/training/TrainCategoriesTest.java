package io.bouquet.tagging.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bouquet.tagging.opennlp.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import opennlp.tools.doccat.DoccatModel;
import opennlp.tools.doccat.DocumentCategorizerME;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCategoriesTest {
    private static final String SAMPLES = """
            # weather or food
            weather	It rains
            weather	Snow and rain fell
            food	We eat bread
            food	Bread and soup
            """;

    @TempDir
    Path folder;

    @Test
    void givesTheSameBytesEachTime() throws IOException {
        assertThat(train(SAMPLES, "first.bin")).hasSameBinaryContentAs(train(SAMPLES, "second.bin"));
    }

    @Test
    void learnsWhatTheSamplesSay() throws IOException {
        DocumentCategorizerME categorizer = new DocumentCategorizerME(new DoccatModel(train(SAMPLES, "model.bin")));
        double[] scores = categorizer.categorize(Words.of("More rain!").toArray(String[]::new));
        assertThat(categorizer.getBestCategory(scores)).isEqualTo("weather");
    }

    @Test
    void namesTheLineThatIsNoSample() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> train("weather\tIt rains\nsunshine\n", "model.bin"))
                .withMessageContaining("line 2: 'sunshine' is not a category, a tab and a text");
    }

    private Path train(String samples, String model) throws IOException {
        Path file = Files.writeString(folder.resolve("samples.tsv"), samples);
        Path trained = folder.resolve(model);
        TrainCategories.main(new String[] {file.toString(), "en", trained.toString()});
        return trained;
    }
}
