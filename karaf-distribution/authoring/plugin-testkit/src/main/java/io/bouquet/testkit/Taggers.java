package io.bouquet.testkit;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.engine.DefaultBroker;
import io.bouquet.tagging.model.internal.ModelExtender;
import io.bouquet.tagging.opennlp.OpenNlpEngine;
import io.bouquet.tagging.spi.Tagger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * Runs a plugin's taggers in the platform's broker, which reads their declarations, loads them, checks their gold samples, and
 * plans their pipelines.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final Taggers taggers = Taggers.of(new ShoutTagger()).withDefaultModels("en", "tokens");
 *
 * @Test
 * void findsShouts() {
 *     assertThat(taggers.annotate("I said NO!", "shouts").layer("shouts")).hasSize(1);
 * }
 * }</pre>
 */
public final class Taggers extends TestExtension {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(2);
    /** A tagger that waits for a layer is tried again at once when another tagger produces it. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private static final Set<TaggerInfo.State> UNDECIDED = EnumSet.of(
            TaggerInfo.State.NEW, TaggerInfo.State.LOADING, TaggerInfo.State.WARMING, TaggerInfo.State.CHECKING);
    private final List<Tagger> taggers;
    private final List<ModelFiles.Wanted> models = new ArrayList<>();
    private final List<String> samples = new ArrayList<>();
    private String language = "";

    private @Nullable Container container;
    private @Nullable Broker broker;

    private Taggers(List<Tagger> taggers) {
        this.taggers = taggers;
    }

    /** Describes taggers, each with {@code @TaggerService}. */
    public static Taggers of(Tagger... taggers) {
        for (Tagger tagger : taggers) {
            if (!ComponentProperties.of(tagger.getClass()).containsKey("tagger.name")) {
                throw new IllegalArgumentException(tagger.getClass().getName()
                        + " has no @TaggerService, which declares its name and the layers that it produces");
            }
        }
        return new Taggers(List.of(taggers));
    }

    /**
     * Adds the models for a language whose JARs are on the class path of the test, such as
     * {@code io.bouquet:tagging.models.tokens-en}, and the one that detects languages. It is then the language of the texts.
     *
     * @param kinds kinds of models, such as {@code tokens}; none for all
     * @throws IllegalArgumentException at the start, if a model is not on the class path
     */
    public Taggers withDefaultModels(String language, String... kinds) {
        models.add(new ModelFiles.Wanted(language, Set.of(kinds)));
        return inLanguage(language);
    }

    /**
     * Checks the taggers with gold samples, as the header {@code Bouquet-Samples} says: {@code samples.json;threshold=0.9}.
     * Those that the class of a tagger names with {@code @Header} are checked anyway.
     *
     * @param header the header; its files are on the class path of the test
     */
    public Taggers withGoldSamples(String header) {
        samples.add(header);
        return this;
    }

    /** Sets the language of the texts: an ISO 639-1 code, or the empty string to have it detected. */
    public Taggers inLanguage(String language) {
        this.language = language;
        return this;
    }

    /** Returns the broker, for components that refer to one. */
    public Broker broker() {
        start();
        Broker known = broker;
        if (known == null) {
            throw new IllegalStateException("the taggers have not started");
        }
        return known;
    }

    /**
     * Annotates a text.
     *
     * @param layers the layers that are wanted; none for all
     * @throws AssertionError if a layer could not be made; the message has the reason
     */
    public AnnotatedText annotate(String text, String... layers) {
        AnnotationResult result = broker().annotate(new AnnotationRequest(text, List.of(layers), language));
        if (!result.errors().isEmpty()) {
            throw new AssertionError("not all layers were made: "
                    + result.errors().stream().map(Taggers::text).collect(Collectors.joining("; ")));
        }
        return new AnnotatedText(text, result.language(), result.layers());
    }

    private static String text(LayerError error) {
        return error.layer() + " of " + error.tagger() + ": " + error.message();
    }

    @Override
    synchronized void start() {
        if (container != null) {
            return;
        }
        Container started = new Container();
        try {
            DefaultBroker engine = started.start(DefaultBroker.class);
            if (!models.isEmpty()) {
                started.start(ModelExtender.class).addEngine(new OpenNlpEngine());
                ModelFiles.find(models).forEach((location, jar) -> started.install(location, jar.open()));
            }
            Set<String> own = register(started);
            await(engine, own);
            container = started;
            broker = engine;
        } finally {
            if (container == null) {
                started.close();
            }
        }
    }

    /** Registers the taggers on behalf of a bundle that has the header with their gold samples; returns their names. */
    private Set<String> register(Container started) {
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, byte[]> files = new LinkedHashMap<>();
        taggers.forEach(tagger -> GoldSampleFiles.add(tagger.getClass(), headers, files));
        ClassLoader loader = taggers.isEmpty()
                ? Taggers.class.getClassLoader()
                : taggers.get(0).getClass().getClassLoader();
        samples.forEach(header -> GoldSampleFiles.add(header, loader, headers, files));
        Bundle plugin = started.install("plugin", headers, files);
        return taggers.stream()
                .map(tagger -> {
                    Map<String, Object> properties = ComponentProperties.of(tagger.getClass());
                    Container.register(plugin.getBundleContext(), tagger, properties);
                    return String.valueOf(properties.get("tagger.name"));
                })
                .collect(Collectors.toSet());
    }

    private static void await(Broker engine, Set<String> own) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        long settled = 0;
        while (true) {
            List<TaggerInfo> all = engine.taggers();
            List<String> failed = all.stream()
                    .filter(one -> own.contains(one.name())
                            ? one.state() != TaggerInfo.State.SERVING
                            : one.state() == TaggerInfo.State.FAILED)
                    .map(one -> one.name() + " is " + one.state() + ": " + one.reason())
                    .toList();
            boolean isDecided = all.stream().noneMatch(one -> UNDECIDED.contains(one.state()));
            if (isDecided && failed.isEmpty()) {
                return;
            }
            settled = !isDecided ? 0 : settled == 0 ? System.nanoTime() : settled;
            boolean isOver = settled != 0 && System.nanoTime() - settled > SETTLED.toNanos();
            if (isOver || System.nanoTime() > deadline) {
                throw new IllegalArgumentException("the platform would not serve this: " + String.join("; ", failed)
                        + "; layers of models come with withDefaultModels");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @Override
    synchronized boolean isStarted() {
        return container != null;
    }

    @Override
    public synchronized void close() {
        Container started = container;
        container = null;
        broker = null;
        if (started != null) {
            started.close();
        }
    }
}
