package io.bouquet.training.console;

import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageFile;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.RefusedException;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.training.Correction;
import io.bouquet.training.Corrections;
import io.bouquet.training.DataException;
import io.bouquet.training.DataFormat;
import io.bouquet.training.Outcome;
import io.bouquet.training.Run;
import io.bouquet.training.RunRequest;
import io.bouquet.training.RunRequest.Evaluate;
import io.bouquet.training.Trainings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Trains and evaluates, shows the reports of runs, and keeps corrections. */
@Component
@ConsolePageService(path = "training", title = "Training", order = 25)
public final class TrainingPage implements ConsolePage {
    private static final String RUNS = "runs/";
    private static final String MODEL = "/model";
    private static final String CORRECTIONS = "corrections";
    private static final String DATA = "/data";
    private static final String KEPT = "kept";
    private static final int REFRESH = 2;
    private static final int MOST_CORRECTIONS = 200;

    private final Trainings trainings;
    private final Corrections corrections;
    private final Deployments deployments;
    private final Broker broker;

    /** The form to evaluate a tagger, with what was sent. */
    record EvaluateForm(String tagger, String version, String against, String layer) {}

    record LayerCount(String name, int count, boolean chosen) {}

    record CorrectionView(String id, String text, String answer, String language, String account, String created) {
        static CorrectionView of(Correction it) {
            return new CorrectionView(
                    it.id(),
                    it.text(),
                    it.annotations().stream().map(one -> said(it.text(), one)).collect(Collectors.joining(", ")),
                    it.language(),
                    it.account(),
                    RunView.time(it.at()));
        }

        private static String said(String text, Annotation one) {
            return one.span().equals(Span.of(text)) ? one.label() : one.span().in(text) + " (" + one.label() + ")";
        }
    }

    @Activate
    public TrainingPage(
            @Reference Trainings trainings,
            @Reference Corrections corrections,
            @Reference Deployments deployments,
            @Reference Broker broker) {
        this.trainings = trainings;
        this.corrections = corrections;
        this.deployments = deployments;
        this.broker = broker;
    }

    @Override
    public PageView show(PageRequest request) {
        String rest = request.rest();
        if (rest.equals(KEPT)) {
            return PageView.of("kept", Map.of("admin", request.isAdmin(), "layer", request.parameter("layer")));
        }
        requireAdmin(request);
        if (rest.isEmpty()) {
            return list(request, "");
        }
        if (rest.equals(CORRECTIONS)) {
            return corrections(request);
        }
        if (rest.startsWith(CORRECTIONS + "/") && rest.endsWith(DATA)) {
            String layer = rest.substring(CORRECTIONS.length() + 1, rest.length() - DATA.length());
            return PageView.file(new PageFile("corrections.jsonl", "application/x-ndjson", corrections.export(layer)));
        }
        if (rest.startsWith(RUNS)) {
            return rest.endsWith(MODEL)
                    ? model(rest.substring(RUNS.length(), rest.length() - MODEL.length()))
                    : run(request, rest.substring(RUNS.length()), "");
        }
        throw new PageException(404, "There is no page '" + rest + "' of trainings.");
    }

    @Override
    public PageView submit(PageRequest request) {
        if (request.rest().equals("correct")) {
            return keep(request);
        }
        requireAdmin(request);
        if (request.rest().equals(CORRECTIONS)) {
            corrections.remove(request.parameter("id"));
            return PageView.redirect("training/corrections?layer=" + encoded(request.parameter("layer")));
        }
        if (!request.rest().startsWith(RUNS)) {
            throw new PageException(405, "This page takes forms with a file only.");
        }
        String id = request.rest().substring(RUNS.length());
        switch (request.parameter("action")) {
            case "cancel" -> {
                if (trainings.cancel(id).isEmpty()) {
                    throw missing(id);
                }
            }
            case "delete" -> {
                if (!trainings.delete(id)) {
                    throw new PageException(409, "The run '" + id + "' has not ended, or it is deleted already.");
                }
                return PageView.redirect("training");
            }
            case "install" -> {
                return install(request, id);
            }
            default -> throw new PageException(400, "There is no action '" + request.parameter("action") + "'.");
        }
        return PageView.redirect("training/runs/" + id);
    }

    /** Starts a training or an evaluation with the data of a file. */
    @Override
    public PageView upload(PageRequest request, String file, InputStream content) throws IOException {
        requireAdmin(request);
        boolean trains = request.rest().equals("train");
        if (!trains && !request.rest().equals("evaluate")) {
            throw new PageException(405, "This page takes no file.");
        }
        try {
            RunRequest what =
                    trains ? TrainForm.of(request, trainings.trainable()).request(file) : evaluation(request, file);
            boolean onlyCorrections = trains
                    && file.isEmpty()
                    && !request.parameter("corrections").isEmpty();
            if (file.isEmpty() && !onlyCorrections) {
                throw new IllegalArgumentException("Choose a file with labelled texts.");
            }
            DataFormat format = onlyCorrections
                    ? DataFormat.JSON_LINES
                    : DataFormat.ofFile(file)
                            .orElseThrow(() -> new IllegalArgumentException("The format of '" + file
                                    + "' is unknown. Its name must end in " + DataFormat.allExtensions() + "."));
            Run run = trainings.start(what, format, content, request.account());
            return PageView.redirect("training/runs/" + run.id());
        } catch (IllegalArgumentException | DataException e) {
            return list(request, String.valueOf(e.getMessage()));
        }
    }

    private static Evaluate evaluation(PageRequest request, String file) {
        EvaluateForm form = evaluateForm(request);
        return new Evaluate(file, form.tagger(), form.version(), form.against(), form.layer());
    }

    private static EvaluateForm evaluateForm(PageRequest request) {
        return new EvaluateForm(
                request.parameter("tagger").strip(),
                request.parameter("version").strip(),
                request.parameter("against").strip(),
                request.parameter("evaluated").strip());
    }

    private PageView list(PageRequest request, String problem) {
        List<RunView> runs = trainings.runs().stream().map(RunView::of).toList();
        Map<String, Object> model = new HashMap<>();
        model.put("problem", problem);
        model.put("runs", runs);
        model.put("refresh", runs.stream().anyMatch(RunView::isOpen) ? REFRESH : 0);
        model.put("train", TrainForm.of(request, trainings.trainable()));
        model.put("evaluate", evaluateForm(request));
        model.put(
                "taggers",
                broker.taggers().stream().map(TaggerInfo::name).distinct().toList());
        model.put("extensions", DataFormat.allExtensions());
        model.put(
                "corrected",
                corrections.layers().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        return PageView.of("training", model);
    }

    private PageView run(PageRequest request, String id, String problem) {
        Run run = trainings.run(id).orElseThrow(() -> missing(id));
        RunView view = RunView.of(run);
        Map<String, Object> model = new HashMap<>();
        model.put("title", view.what());
        model.put("problem", problem);
        model.put("run", view);
        model.put("refresh", view.isOpen() ? REFRESH : 0);
        model.put("admin", request.isAdmin());
        return PageView.of("run", model);
    }

    private PageView model(String id) {
        Path bundle = bundle(id);
        Outcome.Model made = trained(id);
        try {
            return PageView.file(new PageFile(
                    made.bundle() + "-" + made.version() + ".jar",
                    "application/java-archive",
                    Files.readAllBytes(bundle)));
        } catch (IOException e) {
            throw new PageException(404, "The model of the run '" + id + "' cannot be read: " + e.getMessage());
        }
    }

    private PageView install(PageRequest request, String id) {
        Path file = bundle(id);
        Outcome.Model made = trained(id);
        boolean isThere =
                deployments.plugins().stream().anyMatch(plugin -> plugin.name().equals(made.bundle()));
        String origin = "training " + id;
        Change change = isThere ? Change.upgrade(made.bundle(), file, origin, false) : Change.install(file, origin);
        try {
            return PageView.redirect("plugins/receipts/"
                    + deployments
                            .begin(
                                    request.parameter("takeOver").isEmpty() ? change : change.withTakeOver(),
                                    request.account())
                            .id());
        } catch (RefusedException e) {
            return run(request, id, String.valueOf(e.getMessage()));
        }
    }

    private Path bundle(String id) {
        return trainings
                .bundle(id)
                .orElseThrow(() -> new PageException(404, "The run '" + id + "' has made no model."));
    }

    private Outcome.Model trained(String id) {
        return trainings
                .run(id)
                .flatMap(run -> Optional.ofNullable(run.outcome()))
                .flatMap(outcome -> Optional.ofNullable(outcome.model()))
                .orElseThrow(() -> new PageException(404, "The run '" + id + "' has made no model."));
    }

    private PageView keep(PageRequest request) {
        try {
            SentCorrection sent = SentCorrection.of(request);
            corrections.add(sent.text(), sent.language(), sent.layer(), sent.annotations(), request.account());
            return PageView.redirect("training/kept?layer=" + encoded(sent.layer()));
        } catch (IllegalArgumentException e) {
            throw new PageException(400, String.valueOf(e.getMessage()));
        }
    }

    private PageView corrections(PageRequest request) {
        Map<String, Integer> layers = corrections.layers();
        String layer = request.parameter("layer").isEmpty() && !layers.isEmpty()
                ? layers.keySet().iterator().next()
                : request.parameter("layer");
        List<Correction> all = corrections.list(layer);
        Map<String, Object> model = new HashMap<>();
        model.put("title", "Corrections");
        model.put("layer", layer);
        model.put("download", "/console/training/corrections/" + encoded(layer) + DATA);
        model.put(
                "layers",
                layers.entrySet().stream()
                        .map(one -> new LayerCount(
                                one.getKey(), one.getValue(), one.getKey().equals(layer)))
                        .toList());
        model.put(
                "corrections",
                all.stream().limit(MOST_CORRECTIONS).map(CorrectionView::of).toList());
        model.put(
                "cut",
                all.size() > MOST_CORRECTIONS
                        ? "The newest " + MOST_CORRECTIONS + " of " + all.size() + " are shown."
                        : "");
        model.put("retrain", "/console/training?corrections=on&kind=" + encoded(layer) + "#train");
        return PageView.of("corrections", model);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static void requireAdmin(PageRequest request) {
        if (!request.isAdmin()) {
            throw new PageException(403, "Only accounts of the group 'admin' may train and evaluate taggers.");
        }
    }

    private static PageException missing(String id) {
        return new PageException(404, "There is no run '" + id + "'; it may have been deleted.");
    }
}
