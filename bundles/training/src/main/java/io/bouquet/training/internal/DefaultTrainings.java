package io.bouquet.training.internal;

import io.bouquet.common.BackgroundThread;
import io.bouquet.common.Ulid;
import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.RefusedException;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.model.LabelledText;
import io.bouquet.tagging.model.ModelEngine;
import io.bouquet.tagging.model.ModelTrainer;
import io.bouquet.training.Corrections;
import io.bouquet.training.DataException;
import io.bouquet.training.DataFormat;
import io.bouquet.training.Outcome;
import io.bouquet.training.Run;
import io.bouquet.training.RunRequest;
import io.bouquet.training.RunRequest.Benchmark;
import io.bouquet.training.RunRequest.Evaluate;
import io.bouquet.training.RunRequest.Train;
import io.bouquet.training.RunState;
import io.bouquet.training.Trainings;
import io.bouquet.training.internal.InstalledVersions.Version;
import io.bouquet.training.internal.RunFiles.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does runs one after the other on a thread of its own. */
@Component
public final class DefaultTrainings implements Trainings {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultTrainings.class);

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern LANGUAGE = Pattern.compile("|[a-z]{2,3}");
    private static final Pattern VERSION = Pattern.compile("|\\d+(\\.\\d+(\\.\\d+(\\.[\\w-]+)?)?)?");
    private static final String FIRST_VERSION = "1.0.0";
    private static final String BUNDLE = "model.";
    private static final int MAX_SECONDS = 300;
    private static final Duration END = Duration.ofSeconds(10);
    /** After a start of the platform, its taggers are loaded first. */
    private static final Duration RESUME = Duration.ofSeconds(20);

    private final Broker broker;
    private final Deployments deployments;
    private final RunFiles files;
    private final Corrections corrections;
    private final Annotator annotator;
    private final InstalledVersions versions;
    private final BackgroundThread worker = new BackgroundThread("training");
    private final ConcurrentSkipListMap<String, Stored> runs = new ConcurrentSkipListMap<>();
    /** The thread of the run that works. */
    private volatile @Nullable Thread working;

    private volatile String workingId = "";
    private volatile boolean stopped;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    final Collection<ModelTrainer> trainers = new CopyOnWriteArrayList<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    final Collection<ModelEngine> engines = new CopyOnWriteArrayList<>();

    @Activate
    public DefaultTrainings(
            BundleContext context,
            @Reference Broker broker,
            @Reference Deployments deployments,
            @Reference Corrections corrections) {
        this.broker = broker;
        this.deployments = deployments;
        this.corrections = corrections;
        files = new RunFiles(Path.of(Objects.requireNonNullElse(context.getProperty("karaf.data"), "."), "training"));
        annotator = new Annotator(broker);
        versions = new InstalledVersions(context, broker);
        files.read().forEach(stored -> runs.put(stored.run().id(), stored));
    }

    /** Starts the runs again that the end of the platform interrupted. */
    @Activate
    void resume() {
        for (Stored stored : runs.values()) {
            if (!stored.run().state().hasEnded()) {
                worker.schedule(RESUME, () -> work(stored.run().id()));
            }
        }
    }

    @Deactivate
    public void stop() {
        stopped = true;
        worker.close();
        worker.awaitEnd(END);
    }

    @Override
    public List<Trainable> trainable() {
        return trainers.stream()
                .flatMap(trainer -> trainer.kinds().stream()
                        .map(kind -> new Trainable(kind, trainer.engine(), trainer.options(kind))))
                .sorted(Comparator.comparing(Trainable::kind).thenComparing(Trainable::engine))
                .toList();
    }

    @Override
    public Run start(RunRequest request, DataFormat format, InputStream data, String account) throws IOException {
        RunRequest checked = checked(request);
        String id = Ulid.next(Clock.systemUTC().millis());
        files.create(id);
        try {
            byte[] content = data.readNBytes(MAX_DATA + 1);
            if (content.length > MAX_DATA) {
                throw new DataException(
                        request.data(), List.of("it has more than " + (MAX_DATA >> 20) + " MiB, the limit"));
            }
            byte[] corrected = checked instanceof Train train && train.corrections()
                    ? corrections.export(Training.layerOf(train))
                    : new byte[0];
            read(checked, format, content, corrected);
            Files.write(files.data(id), content);
            Files.write(files.corrections(id), corrected);
        } catch (RuntimeException | IOException e) {
            files.delete(id);
            throw e;
        }
        Run run = new Run(
                id,
                account,
                checked,
                RunState.QUEUED,
                "",
                0,
                0,
                "",
                Clock.systemUTC().instant(),
                null,
                null,
                null);
        put(new Stored(run, format));
        worker.execute(() -> work(id));
        return run;
    }

    /** Returns the request with what was left out, if it can be done. */
    private RunRequest checked(RunRequest request) {
        if (request instanceof Train train) {
            return checked(train);
        }
        if (request instanceof Evaluate evaluate) {
            TaggerInfo tagger = versions.find(evaluate.tagger(), evaluate.version());
            if (!evaluate.against().isEmpty()) {
                versions.find(evaluate.tagger(), evaluate.against());
            }
            return new Evaluate(
                    evaluate.data(),
                    evaluate.tagger(),
                    tagger.version(),
                    evaluate.against(),
                    layer(tagger, evaluate.layer()));
        }
        Benchmark benchmark = (Benchmark) request;
        if (benchmark.seconds() < 1 || benchmark.seconds() > MAX_SECONDS) {
            throw new IllegalArgumentException("a benchmark takes 1 to " + MAX_SECONDS + " seconds");
        }
        return benchmark;
    }

    private Train checked(Train train) {
        String kind = train.kind().equals("category") ? "categories" : train.kind();
        if (!NAME.matcher(train.name()).matches()) {
            throw new IllegalArgumentException("the name '" + train.name() + "' does not match " + NAME);
        }
        if (!train.layer().isEmpty() && !NAME.matcher(train.layer()).matches()) {
            throw new IllegalArgumentException("the layer '" + train.layer() + "' does not match " + NAME);
        }
        if (!LANGUAGE.matcher(train.language()).matches()) {
            throw new IllegalArgumentException(
                    "the language '" + train.language() + "' is no ISO 639-1 code such as en, and not empty");
        }
        if (!VERSION.matcher(train.version()).matches()) {
            throw new IllegalArgumentException(
                    "the version '" + train.version() + "' is no version such as " + FIRST_VERSION);
        }
        ModelTrainer trainer = trainer(kind, train.engine(), train.language());
        for (String option : new TreeSet<>(train.options().keySet())) {
            if (!trainer.options(kind).contains(option)) {
                throw new IllegalArgumentException("there is no option '" + option + "' for the kind '" + kind
                        + "'; there are: " + String.join(", ", trainer.options(kind)));
            }
        }
        return new Train(
                train.data(),
                kind,
                trainer.engine(),
                train.name(),
                train.version().isEmpty() ? nextVersion(BUNDLE + train.name()) : train.version(),
                train.language(),
                train.layer(),
                train.licence(),
                train.source(),
                train.corrections(),
                train.install(),
                train.takeOver(),
                train.options());
    }

    /** @param engine the empty string for the first whose models can run in the language, in the order of their names */
    private ModelTrainer trainer(String kind, String engine, String language) {
        return trainers.stream()
                .filter(trainer -> trainer.kinds().contains(kind)
                        && (engine.isEmpty() || trainer.engine().equals(engine)))
                .min(Comparator.comparing((ModelTrainer trainer) -> !canRun(trainer, kind, language))
                        .thenComparing(ModelTrainer::engine))
                .orElseThrow(() -> new IllegalArgumentException("no engine trains the kind '" + kind + "'"
                        + (engine.isEmpty() ? "" : " with the engine '" + engine + "'") + "; there are: "
                        + trainable().stream()
                                .map(one -> one.kind() + " (" + one.engine() + ")")
                                .collect(Collectors.joining(", "))));
    }

    private boolean canRun(ModelTrainer trainer, String kind, String language) {
        return broker.pipelines().stream()
                .anyMatch(pipeline -> pipeline.language().equals(language)
                        && pipeline.layers().containsAll(trainer.requires(kind)));
    }

    private ModelEngine engine(String name) {
        return engines.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the engine '" + name + "' is not installed any more"));
    }

    private String nextVersion(String bundle) {
        return deployments.plugins().stream()
                .filter(plugin -> plugin.name().equals(bundle))
                .map(Plugin::version)
                .findFirst()
                .map(org.osgi.framework.Version::parseVersion)
                .map(version -> version.getMajor() + "." + (version.getMinor() + 1) + ".0")
                .orElse(FIRST_VERSION);
    }

    private static String layer(TaggerInfo tagger, String layer) {
        if (layer.isEmpty() && tagger.produces().size() == 1) {
            return tagger.produces().get(0);
        }
        if (!tagger.produces().contains(layer)) {
            throw new IllegalArgumentException("the tagger '" + tagger.name() + "' produces " + tagger.produces()
                    + (layer.isEmpty() ? "; name one of these layers" : ", and not '" + layer + "'"));
        }
        return layer;
    }

    /** @param corrected corrections as JSON lines; empty for none */
    private List<LabelledText> read(RunRequest request, DataFormat format, byte[] content, byte[] corrected) {
        if (request instanceof Train train) {
            String layer = Training.layerOf(train);
            List<LabelledText> texts = new ArrayList<>();
            if (content.length > 0 || corrected.length == 0) {
                texts.addAll(DataFile.read(train.data(), format, content, train.language(), layer));
            }
            if (corrected.length > 0) {
                texts.addAll(DataFile.read("corrections", DataFormat.JSON_LINES, corrected, train.language(), layer));
            }
            return texts;
        }
        if (request instanceof Evaluate evaluate) {
            List<String> languages =
                    versions.find(evaluate.tagger(), evaluate.version()).languages();
            return DataFile.read(
                    evaluate.data(), format, content, languages.isEmpty() ? "" : languages.get(0), evaluate.layer());
        }
        return List.of();
    }

    private void work(String id) {
        Stored stored = runs.get(id);
        if (stored == null || stored.run().state().hasEnded()) {
            return; // cancelled or deleted
        }
        working = Thread.currentThread();
        workingId = id;
        update(id, run -> with(run, RunState.RUNNING, "", null));
        try {
            Outcome outcome = outcome(Objects.requireNonNull(runs.get(id)));
            update(id, run -> with(run, RunState.DONE, "", outcome));
        } catch (InterruptedException e) {
            if (!stopped) { // otherwise it starts again with the platform
                update(id, run -> with(run, RunState.CANCELLED, "", null));
            }
        } catch (IllegalArgumentException | DataException | RefusedException e) {
            update(id, run -> with(run, RunState.FAILED, String.valueOf(e.getMessage()), run.outcome()));
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.error("The run {} failed", id, e);
            update(id, run -> with(run, RunState.FAILED, String.valueOf(e.getMessage()), null));
        } finally {
            workingId = "";
            working = null;
            Thread.interrupted(); // a cancellation that came too late is not for the next run
        }
    }

    private Outcome outcome(Stored stored) throws IOException, InterruptedException {
        String id = stored.run().id();
        byte[] content = Files.readAllBytes(files.data(id));
        Progress progress = (step, done, total) -> runs.computeIfPresent(
                id, (key, now) -> new Stored(progressed(now.run(), step, done, total), now.format()));
        RunRequest request = stored.run().request();
        if (request instanceof Train train) {
            return train(stored, train, content, progress);
        }
        if (request instanceof Evaluate evaluate) {
            List<LabelledText> data = read(request, stored.format(), content, new byte[0]);
            TaggerInfo other =
                    evaluate.against().isEmpty() ? null : versions.find(evaluate.tagger(), evaluate.against());
            try (Version version = versions.open(versions.find(evaluate.tagger(), evaluate.version()));
                    Version against = other == null ? null : versions.open(other)) {
                return new Outcome(
                        new Evaluation(annotator)
                                .run(
                                        version,
                                        against,
                                        evaluate.layer(),
                                        data,
                                        evaluate.data(),
                                        fingerprint(content),
                                        progress),
                        null,
                        null);
            }
        }
        Benchmark benchmark = (Benchmark) request;
        return new Outcome(null, null, new Benchmarking(broker).run(benchmark, texts(content), progress));
    }

    /** Returns the lines of a text that are not blank; those of a text of ours if there is none. */
    private static List<String> texts(byte[] content) throws IOException {
        byte[] text = content;
        if (content.length == 0) {
            try (InputStream in = Objects.requireNonNull(
                    DefaultTrainings.class.getResourceAsStream("benchmark-en.txt"), "benchmark-en.txt")) {
                text = in.readAllBytes();
            }
        }
        return new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private Outcome train(Stored stored, Train train, byte[] content, Progress progress)
            throws IOException, InterruptedException {
        String id = stored.run().id();
        String bundle = BUNDLE + train.name();
        Path file = files.bundle(id);
        Outcome made = new Training(
                        train,
                        trainer(train.kind(), train.engine(), train.language()),
                        engine(train.engine()),
                        annotator,
                        progress)
                .run(
                        read(train, stored.format(), content, Files.readAllBytes(files.corrections(id))),
                        fingerprint(content),
                        bundle,
                        train.version(),
                        file,
                        files.json());
        update(id, run -> with(run, run.state(), "", made));
        if (!train.install()) {
            return made;
        }
        progress.step("installing " + bundle + " " + train.version(), 0, 0);
        boolean isThere =
                deployments.plugins().stream().anyMatch(plugin -> plugin.name().equals(bundle));
        String origin = "training " + id;
        Change change = isThere ? Change.upgrade(bundle, file, origin, false) : Change.install(file, origin);
        Receipt receipt = deployments.run(
                train.takeOver() ? change.withTakeOver() : change, stored.run().account());
        if (receipt.outcome() != Receipt.Outcome.DONE) {
            throw new IllegalArgumentException("the model was trained, but not installed: " + receipt.reason());
        }
        Outcome.Model model = Objects.requireNonNull(made.model());
        return new Outcome(
                made.report(),
                new Outcome.Model(
                        model.bundle(),
                        model.version(),
                        model.tagger(),
                        model.layer(),
                        model.bytes(),
                        model.texts(),
                        model.labels(),
                        receipt.id()),
                null);
    }

    private static String fingerprint(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void put(Stored stored) {
        files.write(stored);
        runs.put(stored.run().id(), stored);
    }

    /** Changes a run, in memory and on the disk. */
    private void update(String id, UnaryOperator<Run> change) {
        runs.computeIfPresent(id, (key, stored) -> {
            Stored changed = new Stored(change.apply(stored.run()), stored.format());
            files.write(changed);
            return changed;
        });
    }

    private static Run with(Run run, RunState state, String failure, @Nullable Outcome outcome) {
        return new Run(
                run.id(),
                run.account(),
                run.request(),
                state,
                state.hasEnded() ? "" : run.step(),
                state.hasEnded() ? 0 : run.done(),
                state.hasEnded() ? 0 : run.total(),
                failure,
                run.created(),
                run.started() == null && state == RunState.RUNNING
                        ? Clock.systemUTC().instant()
                        : run.started(),
                state.hasEnded() ? Clock.systemUTC().instant() : null,
                outcome);
    }

    private static Run progressed(Run run, String step, long done, long total) {
        return new Run(
                run.id(),
                run.account(),
                run.request(),
                run.state(),
                step,
                done,
                total,
                run.failure(),
                run.created(),
                run.started(),
                run.ended(),
                run.outcome());
    }

    @Override
    public List<Run> runs() {
        List<Run> newest = new ArrayList<>();
        runs.descendingMap().values().forEach(stored -> newest.add(stored.run()));
        return newest;
    }

    @Override
    public Optional<Run> run(String id) {
        return Optional.ofNullable(runs.get(id)).map(Stored::run);
    }

    @Override
    public Optional<Run> cancel(String id) {
        Run run = run(id).orElse(null);
        if (run != null && run.state() == RunState.QUEUED) {
            update(id, one -> one.state() == RunState.QUEUED ? with(one, RunState.CANCELLED, "", null) : one);
        }
        Thread thread = working;
        if (thread != null && workingId.equals(id)) {
            thread.interrupt();
        }
        return run(id);
    }

    @Override
    public boolean delete(String id) {
        Stored stored = runs.get(id);
        if (stored == null || !stored.run().state().hasEnded() || runs.remove(id) == null) {
            return false;
        }
        files.delete(id);
        return true;
    }

    @Override
    public Optional<Path> bundle(String id) {
        return run(id).filter(run -> run.outcome() != null && run.outcome().model() != null)
                .map(run -> files.bundle(id))
                .filter(Files::exists);
    }
}
