package io.bouquet.training.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bouquet.console.PageRenderer;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageFile;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Span;
import io.bouquet.training.Correction;
import io.bouquet.training.Corrections;
import io.bouquet.training.DataFormat;
import io.bouquet.training.Outcome;
import io.bouquet.training.Report;
import io.bouquet.training.Run;
import io.bouquet.training.RunRequest;
import io.bouquet.training.RunRequest.Evaluate;
import io.bouquet.training.RunRequest.Train;
import io.bouquet.training.RunState;
import io.bouquet.training.Trainings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPageTest {
    private static final Instant NOW = Instant.parse("2026-11-28T17:00:00Z");
    private static final Set<String> ADMIN = Set.of("admin");

    @TempDir
    private Path folder;

    private final Runs runs = new Runs();
    private final Shelf shelf = new Shelf();
    private final TrainingPage page = new TrainingPage(runs, shelf, unused(), broker());

    @Test
    void listsRunsWithTheirProgress() {
        runs.all.add(run("r2", evaluate(), RunState.RUNNING, null));
        runs.all.add(run("r1", train("tone"), RunState.DONE, new Outcome(report(), null, null)));

        assertThat(html(""))
                .containsSubsequence(
                        "data-refresh=\"2\"",
                        "href=\"/console/training/runs/r2\">evaluate tone 1.1.0 against 1.0.0</a>",
                        "<span class=\"state ready\">running</span>",
                        "measuring &lt;b&gt;",
                        "aria-label=\"30% of this step\"",
                        "train tone 1.0.0",
                        "accuracy 0.875",
                        "<option value=\"sentiment/opennlp\">sentiment (opennlp)</option>",
                        ".tsv, .txt, .csv");
    }

    @Test
    void drawsAReport() {
        runs.all.add(run("r1", evaluate(), RunState.DONE, new Outcome(report(), null, null)));

        assertThat(html("runs/r1"))
                .containsSubsequence(
                        "<dt>accuracy</dt><dd>0.875",
                        "<dd>0.800 to 0.930</dd>",
                        "<dt>Macro-F1</dt><dd>0.850</dd>",
                        "class=\"note good\">tone 1.1.0 is better than 1.0.0 (0.800, difference +0.075)",
                        "data-chart=\"bars\"",
                        "<td>&lt;good&gt; (60)</td><td class=\"number\" data-number=\"0.9\">0.900</td>",
                        "<table class=\"heat\">",
                        "<th scope=\"row\"><span>&lt;good&gt;</span></th>"
                                + "<td class=\"number right h8\" title=\"90% of the row\">54</td>"
                                + "<td class=\"number wrong h1\" title=\"10% of the row\">6</td>",
                        "data-chart=\"calibration\"",
                        "they are 4.2 points off",
                        "<h2>Mistakes</h2>",
                        "&lt;script&gt;",
                        "(no answer)",
                        "71%")
                .doesNotContain("<script>", "<good>");
    }

    @Test
    void offersTheModelOfATraining() throws IOException {
        Path jar = Files.writeString(folder.resolve("model.jar"), "bytes");
        runs.bundle = Optional.of(jar);
        runs.all.add(run(
                "r1",
                train("tone"),
                RunState.DONE,
                new Outcome(
                        null,
                        new Outcome.Model(
                                "model.tone",
                                "1.0.0",
                                "tone",
                                "sentiment",
                                5000,
                                120,
                                new TreeMap<>(Map.of("good", 60)),
                                ""),
                        null)));

        assertThat(html("runs/r1"))
                .contains(
                        "model.tone 1.0.0",
                        "120 texts",
                        "good 60",
                        "Install the model",
                        "name=\"csrf\" value=\"token\"");
        PageFile file = Objects.requireNonNull(
                page.show(request("runs/r1/model", Map.of())).file());
        assertThat(file.name()).isEqualTo("model.tone-1.0.0.jar");
        assertThat(new String(file.content(), StandardCharsets.UTF_8)).isEqualTo("bytes");
    }

    @Test
    void startsATrainingWithTheFileOfTheForm() throws IOException {
        PageView view = upload(
                "train",
                Map.of(
                        "kind", "sentiment/opennlp",
                        "name", " tone ",
                        "language", "en",
                        "options", "iterations=50, cutoff=2",
                        "install", "on"),
                "tickets.tsv",
                "good\tFine");

        assertThat(view.redirect()).isEqualTo("training/runs/new");
        assertThat(runs.started)
                .isEqualTo(new Train(
                        "tickets.tsv",
                        "sentiment",
                        "opennlp",
                        "tone",
                        "",
                        "en",
                        "",
                        "",
                        "",
                        false,
                        true,
                        false,
                        Map.of("iterations", "50", "cutoff", "2")));
        assertThat(runs.data).isEqualTo("good\tFine");
    }

    @Test
    void retrainsWithCorrectionsOnly() throws IOException {
        assertThat(html("corrections")).contains("No corrections");
        assertThat(upload("train", Map.of("kind", "sentiment", "name", "tone", "corrections", "on"), "", "")
                        .redirect())
                .isEqualTo("training/runs/new");
        assertThat(runs.started).isInstanceOfSatisfying(Train.class, it -> assertThat(it.corrections())
                .isTrue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sentiment/opennlp | tone | x=1 | | Choose a file with labelled texts.",
                "sentiment/opennlp | tone | x=1 | data.doc | The format of &#39;data.doc&#39; is unknown.",
                "none | tone | | data.tsv | Choose what kind of model to train.",
                "sentiment/opennlp | tone | x | data.tsv | An option has the form name&#x3D;value",
                "sentiment/opennlp | <bad> | | data.tsv | the name &#39;&lt;bad&gt;&#39; is wrong"
            })
    void saysWhatIsWrongAndKeepsWhatWasTyped(String kind, String name, String options, String file, String words)
            throws IOException {
        PageView view = upload(
                "train",
                Map.of("kind", kind, "name", name, "options", options == null ? "" : options, "licence", "\"><script>"),
                file == null ? "" : file,
                "");

        assertThat(new PageRenderer(page).render(view, "token"))
                .contains("role=\"alert\">" + words, "value=\"&quot;&gt;&lt;script&gt;\"")
                .doesNotContain("<script>", "<bad>");
    }

    @Test
    void startsAnEvaluation() throws IOException {
        upload("evaluate", Map.of("tagger", "tone", "version", "1.1.0", "against", "1.0.0"), "gold.csv", "text,label");

        assertThat(runs.started).isEqualTo(new Evaluate("gold.csv", "tone", "1.1.0", "1.0.0", ""));
    }

    @Test
    void keepsACorrectionOfAnyAccount() {
        PageView view = page.submit(new PageRequest(
                "ann",
                "correct",
                lists(Map.of("text", "a\r\nb", "language", "en", "layer", "sentiment", "label", "negative")),
                "http://localhost:8181"));

        assertThat(view.redirect()).isEqualTo("training/kept?layer=sentiment");
        assertThat(shelf.all)
                .extracting(Correction::text, Correction::annotations, Correction::account)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "a\nb", List.of(new Annotation(new Span(0, 3), "negative")), "ann"));
        assertThat(html("corrections"))
                .containsSubsequence(
                        "sentiment 1",
                        "corrections&#x3D;on&amp;kind&#x3D;sentiment",
                        "a\nb",
                        "negative",
                        "ann",
                        "Remove");
    }

    @Test
    void keepsCorrectedSpansWithoutThoseThatWereEmptied() {
        Map<String, List<String>> form = new HashMap<>(lists(Map.of(
                "text", "Tim met Ann in Bern",
                "layer", "entities",
                "spans", "yes",
                "added", "Ann",
                "addedLabel", "person")));
        form.put("begin", List.of("0", "15"));
        form.put("end", List.of("3", "19"));
        form.put("label", List.of("", "location"));
        page.submit(new PageRequest("ann", "correct", form, "http://localhost:8181"));

        assertThat(shelf.all.get(0).annotations())
                .containsExactly(
                        new Annotation(new Span(8, 11), "person"), new Annotation(new Span(15, 19), "location"));
        form.put("end", List.of("3", "999"));
        refuses(form, "'15' to '999' is not in the text.");
        form.put("end", List.of("3", "19"));
        form.put("added", List.of("Bob"));
        refuses(form, "The text does not contain 'Bob'.");
    }

    private void refuses(Map<String, List<String>> form, String words) {
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> page.submit(new PageRequest("ann", "correct", form, "http://localhost:8181")))
                .withMessage(words);
    }

    @Test
    void letsOnlyAdministratorsTrain() {
        for (String rest : List.of("", "corrections", "runs/r1", "corrections/sentiment/data")) {
            assertThatExceptionOfType(PageException.class)
                    .isThrownBy(() -> page.show(new PageRequest("ann", rest, Map.of(), "http://localhost:8181")))
                    .satisfies(e -> assertThat(e.status()).isEqualTo(403));
        }
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> page.upload(
                        new PageRequest("ann", "train", Map.of(), "http://localhost:8181"),
                        "x.tsv",
                        InputStream.nullInputStream()))
                .satisfies(e -> assertThat(e.status()).isEqualTo(403));
    }

    @Test
    void doesNotKnowARunThatIsGone() {
        assertThatExceptionOfType(PageException.class)
                .isThrownBy(() -> html("runs/gone"))
                .satisfies(e -> assertThat(e.status()).isEqualTo(404))
                .withMessageContaining("'gone'");
    }

    private PageView upload(String rest, Map<String, String> form, String file, String content) throws IOException {
        return page.upload(
                request(rest, form), file, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }

    private String html(String rest) {
        return new PageRenderer(page).render(page.show(request(rest, Map.of())), "token");
    }

    private static PageRequest request(String rest, Map<String, String> form) {
        return new PageRequest("admin", rest, lists(form), "http://localhost:8181", ADMIN);
    }

    private static Map<String, List<String>> lists(Map<String, String> form) {
        Map<String, List<String>> lists = new HashMap<>();
        form.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }

    private static Run run(String id, RunRequest request, RunState state, Outcome outcome) {
        return new Run(id, "ann", request, state, "measuring <b>", 30, 100, "", NOW, NOW, null, outcome);
    }

    private static Train train(String name) {
        return new Train(
                "data.tsv", "sentiment", "opennlp", name, "1.0.0", "en", "", "", "", false, false, false, Map.of());
    }

    private static Evaluate evaluate() {
        return new Evaluate("gold.tsv", "tone", "1.1.0", "1.0.0", "sentiment");
    }

    private static Report report() {
        return new Report(
                "tone",
                "1.1.0",
                "sentiment",
                "gold.tsv",
                "abc",
                120,
                0,
                "accuracy",
                0.875,
                0.8,
                0.93,
                0.85,
                List.of(new Report.LabelScore("<good>", 0.9, 0.8, 0.85, 60)),
                new Report.Confusion(List.of("<good>", ""), List.of(List.of(54, 6), List.of(0, 0))),
                new Report.Calibration(0.042, List.of(new Report.Bin(20, 0.55, 0.5), new Report.Bin(100, 0.95, 0.97))),
                List.of(new Report.Mistake("<script>", "<good>", "", 0.71)),
                new Report.Comparison("1.0.0", 0.8, 0.075, 12, 3, 0.03, true));
    }

    /** The page asks these for lists only, which are empty. */
    private static io.bouquet.tagging.Broker broker() {
        return empty(io.bouquet.tagging.Broker.class);
    }

    private static io.bouquet.deploy.Deployments unused() {
        return empty(io.bouquet.deploy.Deployments.class);
    }

    private static <T> T empty(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> List.of()));
    }

    private static final class Runs implements Trainings {
        private final List<Run> all = new ArrayList<>();
        private Optional<Path> bundle = Optional.empty();
        private RunRequest started;
        private String data = "";

        @Override
        public List<Trainable> trainable() {
            return List.of(new Trainable("sentiment", "opennlp", List.of("iterations", "cutoff")));
        }

        @Override
        public Run start(RunRequest request, DataFormat format, InputStream content, String account)
                throws IOException {
            if (request instanceof Train train && train.name().contains("<")) {
                throw new IllegalArgumentException("the name '" + train.name() + "' is wrong");
            }
            started = request;
            data = new String(content.readAllBytes(), StandardCharsets.UTF_8);
            return run("new", request, RunState.QUEUED, null);
        }

        @Override
        public List<Run> runs() {
            return all;
        }

        @Override
        public Optional<Run> run(String id) {
            return all.stream().filter(run -> run.id().equals(id)).findFirst();
        }

        private static Run run(String id, RunRequest request, RunState state, Outcome outcome) {
            return TrainingPageTest.run(id, request, state, outcome);
        }

        @Override
        public Optional<Run> cancel(String id) {
            return run(id);
        }

        @Override
        public boolean delete(String id) {
            return all.removeIf(run -> run.id().equals(id));
        }

        @Override
        public Optional<Path> bundle(String id) {
            return bundle;
        }
    }

    private static final class Shelf implements Corrections {
        private final List<Correction> all = new ArrayList<>();

        @Override
        public Correction add(
                String text, String language, String layer, List<Annotation> annotations, String account) {
            Correction added = new Correction("c" + all.size(), text, language, layer, annotations, account, NOW);
            all.add(added);
            return added;
        }

        @Override
        public List<Correction> list(String layer) {
            return all.stream().filter(one -> one.layer().equals(layer)).toList();
        }

        @Override
        public SortedMap<String, Integer> layers() {
            SortedMap<String, Integer> layers = new TreeMap<>();
            all.forEach(one -> layers.merge(one.layer(), 1, Integer::sum));
            return layers;
        }

        @Override
        public boolean remove(String id) {
            return all.removeIf(one -> one.id().equals(id));
        }

        @Override
        public byte[] export(String layer) {
            return new byte[0];
        }
    }
}
