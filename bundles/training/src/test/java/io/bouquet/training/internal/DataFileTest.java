package io.bouquet.training.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.model.LabelledText;
import io.bouquet.training.DataException;
import io.bouquet.training.DataFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class DataFileTest {
    @Test
    void readsLabelsAndTextsSeparatedByTabs() {
        List<LabelledText> texts = read(DataFormat.TSV, "good\tI like it.\n\nbad|sad\tI don't.\n");
        assertThat(texts).extracting(text -> text.text().text()).containsExactly("I like it.", "I don't.");
        assertThat(labels(texts.get(0), "mood")).containsExactly("good");
        assertThat(labels(texts.get(1), "mood")).containsExactly("bad", "sad");
        assertThat(texts.get(0).text().language()).isEqualTo("en");
    }

    @Test
    void readsTablesWithAHeader() {
        assertThat(labels(
                        read(DataFormat.TSV, "id\ttext\tlabel\n1\tSay \"yes\"\tgood\n")
                                .get(0),
                        "mood"))
                .containsExactly("good");
        List<LabelledText> csv = read(DataFormat.CSV, "text,label\n\"Two\nlines, one text\",bad\nshort,good\n");
        assertThat(csv).extracting(text -> text.text().text()).containsExactly("Two\nlines, one text", "short");
    }

    @Test
    void readsObjectsWithLabelsOrLayers() {
        List<LabelledText> texts = read(DataFormat.JSON_LINES, """
                {"text": "I like it.", "label": "good"}
                {"text": "Hm.", "labels": ["bad", "short"]}
                {"text": "Ada slept.", "entities": [[0, 3, "person"]], "language": "de"}
                {"text": "Ada slept.", "layers": {"pos": [{"begin": 4, "end": 9, "label": "VERB"}]}}
                """);
        assertThat(labels(texts.get(1), "mood")).containsExactly("bad", "short");
        assertThat(texts.get(2).gold().get("mood").get(0).span().end()).isEqualTo(3);
        assertThat(texts.get(2).text().language()).isEqualTo("de");
        assertThat(labels(texts.get(3), "pos")).containsExactly("VERB");
    }

    @Test
    void readsNamesInBio() {
        LabelledText text = read(
                        DataFormat.BIO, "-DOCSTART- O\n\nAda B-PER\nLovelace I-PER\nmet O\nIBM B-ORG\nParis B-LOC\n\n")
                .get(0);
        assertThat(text.text().text()).isEqualTo("Ada Lovelace met IBM Paris");
        assertThat(text.gold().get("mood"))
                .extracting(one -> text.text().textOf(one) + " " + one.label())
                .containsExactly("Ada Lovelace person", "IBM organisation", "Paris location");
        assertThat(text.gold().get("tokens")).hasSize(5);
    }

    @Test
    void readsSentencesOfUniversalDependencies() {
        LabelledText text = read(DataFormat.CONLL_U, """
                # text = Zum Haus.
                1-2\tZum\t_\t_\t_\t_\t_\t_\t_\t_
                1\tZu\tzu\tADP\t_\t_\t3\tcase\t_\t_
                2\tdem\tder\tDET\t_\t_\t3\tdet\t_\t_
                3\tHaus\tHaus\tNOUN\t_\t_\t0\troot\t_\tSpaceAfter=No
                4\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_

                """).get(0);
        assertThat(text.text().text()).isEqualTo("Zum Haus.");
        assertThat(labels(text, "pos")).containsExactly("ADP", "NOUN", "PUNCT");
        assertThat(labels(text, "lemmas")).containsExactly("zum", "Haus", ".");
    }

    @Test
    void readsStandoffInCharactersOfAnArchive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "a.txt", "😀 Ada slept.");
            entry(zip, "a.ann", "T1\tPerson 2 5\tAda\n#1\tNote T1\tx\n");
        }
        LabelledText text = DataFile.read("a.zip", DataFormat.BRAT, bytes.toByteArray(), "en", "mood")
                .get(0);
        assertThat(text.text().textOf(text.gold().get("mood").get(0))).isEqualTo("Ada");
    }

    @Test
    void tellsAllProblemsWithTheirLines() {
        assertProblem(DataFormat.TSV, "good\tyes\nno tab\n\tno label\n", "line 2 has no tab", "line 3 has no label");
        assertProblem(DataFormat.CSV, "text,mark\nx,y\n", "line 1 names the columns [text, mark]");
        assertProblem(DataFormat.CSV, "text,label\nx\n", "line 2 has 1 columns, and the header 2");
        assertProblem(DataFormat.JSON_LINES, "{\"text\": \"x\"}\n{\n", "line 1 has none of", "line 2 is no JSON");
        assertProblem(
                DataFormat.JSON_LINES,
                "{\"text\":\"x\",\"entities\":[[0,7,\"p\"]]}",
                "not in the text of 1 characters");
        assertProblem(DataFormat.BIO, "Ada X-PER\n", "line 1 is not a token and a tag");
        assertProblem(DataFormat.CONLL_U, "1\tAda\n", "line 1 has 2 columns, and not 10");
        assertProblem(DataFormat.TSV, "\n", "it has no labelled texts");
        assertProblem(DataFormat.TSV, "x\n".repeat(99), "and 46 more");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataFile.read("a.tsv", DataFormat.TSV, new byte[] {(byte) 0xff}, "en", "mood"))
                .withMessageContaining("it is not in UTF-8");
    }

    private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertProblem(DataFormat format, String content, String... problems) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read(format, content))
                .satisfies(thrown -> assertThat(thrown.getMessage())
                        .startsWith("the data 'my data' cannot be used: ")
                        .contains(problems));
    }

    private static List<String> labels(LabelledText text, String layer) {
        return text.gold().get(layer).stream().map(Annotation::label).toList();
    }

    private static List<LabelledText> read(DataFormat format, String content) {
        return DataFile.read("my data", format, content.getBytes(StandardCharsets.UTF_8), "en", "mood");
    }
}
