package io.bouquet.tagging.console;

import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import io.bouquet.tagging.TaggingException;
import io.bouquet.tagging.spi.Tagger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/** Has two versions of a tagger annotate one text, and shows where they differ. Thread-safe. */
final class VersionTrial {
    static final int LONGEST = 20_000;
    private static final Set<State> LOADED = Set.of(State.SERVING, State.READY, State.STANDING_BY);
    private static final int MOST_SECONDS = 20;

    private final Broker broker;
    private final Function<TaggerInfo, Optional<Tagger>> loaded;

    VersionTrial(Broker broker, Function<TaggerInfo, Optional<Tagger>> loaded) {
        this.broker = broker;
        this.loaded = loaded;
    }

    /** An option of a list. */
    record Choice(String value, String text, boolean chosen) {}

    /** The answers of both versions for a layer. */
    record Compared(String name, String verdict, boolean equal, List<Side> sides) {}

    /** @param only what only this version says */
    record Side(String version, LayerView layer, List<LayerView.Row> only) {}

    /** A loaded version. The key is unique among versions of all taggers. */
    private record Version(TaggerInfo info) {
        String key() {
            return info.name() + " " + info.version() + " " + info.bundleId();
        }
    }

    PageView show(PageRequest request) {
        return PageView.of("versions", form(request));
    }

    PageView compare(PageRequest request) {
        Map<String, Object> model = form(request);
        String text = request.parameter("text").replace("\r\n", "\n");
        try {
            Version one = version(request.parameter("one"));
            Version other = version(request.parameter("other"));
            if (!one.info().name().equals(other.info().name())) {
                throw new IllegalArgumentException("Choose two versions of one tagger, not one of "
                        + one.info().name() + " and one of " + other.info().name() + ".");
            }
            if (text.isBlank()) {
                throw new IllegalArgumentException("There is no text to annotate: type or paste one.");
            }
            if (text.length() > LONGEST) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "The text has %,d characters and this page takes %,d.", text.length(), LONGEST));
            }
            model.put("layers", compared(text, request.parameter("language"), one, other));
        } catch (IllegalArgumentException | TaggingException e) {
            model.put("problem", String.valueOf(e.getMessage()));
        }
        return PageView.of("versions", model);
    }

    private Map<String, Object> form(PageRequest request) {
        List<Version> versions = versions();
        // versions of taggers that have several come first
        String first = versions.stream()
                .filter(one ->
                        versions.stream().filter(it -> sameTagger(it, one)).count() > 1)
                .findFirst()
                .map(one -> one.info().name())
                .orElse("");
        List<String> usual = versions.stream()
                .filter(one -> one.info().name().equals(first))
                .map(Version::key)
                .toList();
        Map<String, Object> model = new HashMap<>();
        model.put("problem", "");
        model.put("text", request.parameter("text"));
        model.put("language", request.parameter("language"));
        model.put("none", first.isEmpty());
        model.put("ones", choices(versions, request.parameter("one"), usual.isEmpty() ? "" : usual.get(0)));
        model.put("others", choices(versions, request.parameter("other"), usual.size() < 2 ? "" : usual.get(1)));
        model.put(
                "languages",
                broker.pipelines().stream()
                        .map(pipeline -> pipeline.language())
                        .filter(code -> !code.isEmpty())
                        .map(code -> new Choice(code, Languages.name(code), code.equals(request.parameter("language"))))
                        .toList());
        return model;
    }

    private static boolean sameTagger(Version one, Version other) {
        return one.info().name().equals(other.info().name());
    }

    private static List<Choice> choices(List<Version> versions, String asked, String usual) {
        String chosen = asked.isEmpty() ? usual : asked;
        return versions.stream()
                .map(version -> new Choice(
                        version.key(),
                        version.info().name() + " " + version.info().version() + ", "
                                + version.info()
                                        .state()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', ' '),
                        version.key().equals(chosen)))
                .toList();
    }

    private List<Version> versions() {
        return broker.taggers().stream()
                .filter(info -> LOADED.contains(info.state()))
                .map(Version::new)
                .toList();
    }

    private Version version(String key) {
        return versions().stream()
                .filter(version -> version.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        key.isEmpty()
                                ? "Choose two versions."
                                : "The version '" + key + "' is not ready any more. Choose another one."));
    }

    private List<Compared> compared(String text, String language, Version one, Version other) {
        Layers ours = answer(text, language, one.info());
        Layers theirs = answer(text, language, other.info());
        return Stream.concat(one.info().produces().stream(), other.info().produces().stream())
                .distinct()
                .map(layer -> compared(text, layer, one, ours.get(layer), other, theirs.get(layer)))
                .toList();
    }

    private static Compared compared(
            String text, String layer, Version one, List<Annotation> ours, Version other, List<Annotation> theirs) {
        List<Annotation> onlyOurs = without(ours, theirs);
        List<Annotation> onlyTheirs = without(theirs, ours);
        int both = ours.size() - onlyOurs.size();
        return new Compared(
                layer,
                onlyOurs.isEmpty() && onlyTheirs.isEmpty()
                        ? String.format(Locale.ROOT, "Both say the same: %,d annotations.", both)
                        : String.format(
                                Locale.ROOT,
                                "%,d annotations of both, %,d of %s only, %,d of %s only.",
                                both,
                                onlyOurs.size(),
                                one.info().version(),
                                onlyTheirs.size(),
                                other.info().version()),
                onlyOurs.isEmpty() && onlyTheirs.isEmpty(),
                List.of(
                        side(text, layer, one.info().version(), ours, onlyOurs),
                        side(text, layer, other.info().version(), theirs, onlyTheirs)));
    }

    private static Side side(String text, String layer, String version, List<Annotation> all, List<Annotation> only) {
        return new Side(
                version,
                LayerView.of(layer, text, text, all),
                LayerView.of(layer, text, text, only).rows());
    }

    /** Returns the annotations whose span and label are not among the others. */
    private static List<Annotation> without(List<Annotation> annotations, List<Annotation> others) {
        record Statement(Span span, String label) {}
        Set<Statement> said = new HashSet<>();
        others.forEach(one -> said.add(new Statement(one.span(), one.label())));
        List<Annotation> only = new ArrayList<>(annotations);
        only.removeIf(one -> said.contains(new Statement(one.span(), one.label())));
        return only;
    }

    /** The broker makes the layers that the version reads; the version itself is called beside it. */
    private Layers answer(String text, String language, TaggerInfo info) {
        Layers layers = Layers.none();
        String spoken = language.isEmpty() && !info.languages().isEmpty()
                ? info.languages().get(0)
                : language;
        if (!info.requires().isEmpty()) {
            AnnotationResult made = broker.annotate(new AnnotationRequest(text, info.requires(), spoken));
            if (!made.errors().isEmpty()) {
                throw new IllegalArgumentException(
                        "The layer '" + made.errors().get(0).layer()
                                + "', which " + info.name() + " reads, could not be made: "
                                + made.errors().get(0).message());
            }
            layers = made.layers();
            spoken = made.language();
        }
        Tagger tagger = loaded.apply(info)
                .orElseThrow(() -> new IllegalArgumentException(
                        info.name() + " " + info.version() + " is not there any more. Choose another version."));
        AnnotatedText read = new AnnotatedText(text, spoken, layers);
        FutureTask<Layers> task = new FutureTask<>(() -> tagger.tag(read));
        Thread thread = new Thread(task, "version-trial " + info.name());
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw failed(info, "it took more than " + MOST_SECONDS + " seconds", e);
        } catch (ExecutionException e) {
            throw failed(info, String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(info, "it was interrupted", e);
        } finally {
            task.cancel(true);
        }
    }

    private static IllegalArgumentException failed(TaggerInfo info, String why, Exception cause) {
        return new IllegalArgumentException(info.name() + " " + info.version() + " failed: " + why + ".", cause);
    }
}
