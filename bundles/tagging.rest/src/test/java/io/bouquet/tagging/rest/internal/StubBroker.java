package io.bouquet.tagging.rest.internal;

import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.LayerError;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.OverloadedException;
import io.bouquet.tagging.PendingResult;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.PublicationHold;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Has the layers tokens and entities in English, and tokens in German; makes one token of each text. */
final class StubBroker implements Broker {
    final List<AnnotationRequest> asked = new ArrayList<>();
    final List<List<String>> leased = new ArrayList<>();
    int held;
    boolean areEntitiesGone;
    List<LayerError> errors = List.of();
    Supplier<TaggingException> noLease = () -> null;
    final List<TaggerInfo> taggers = new ArrayList<>();
    Function<AnnotationRequest, TaggingException> refusal = request -> null;

    static BrokerAnnotator annotator(Broker broker) {
        BrokerAnnotator annotator = new BrokerAnnotator(new BrokerAnnotator.Config() {
            @Override
            public int maxTextLength() {
                return 100;
            }

            @Override
            public int maxBatchDocuments() {
                return 10;
            }

            @Override
            public int maxBatchCharacters() {
                return 1_000;
            }

            @Override
            public int maxBatches() {
                return 2;
            }

            @Override
            public int maxStreams() {
                return 2;
            }

            @Override
            public int maxLineBytes() {
                return 1_000;
            }

            @Override
            public Class<? extends java.lang.annotation.Annotation> annotationType() {
                return BrokerAnnotator.Config.class;
            }
        });
        annotator.broker = broker;
        return annotator;
    }

    @Override
    public AnnotationResult annotate(AnnotationRequest request) {
        asked.add(request);
        TaggingException refused = refusal.apply(request);
        if (refused != null) {
            throw refused;
        }
        Layers layers = Layers.of("tokens", List.of(new Annotation(Span.of(request.text()), "token")));
        return new AnnotationResult(request.language(), layers, errors, 3, new TreeMap<>(), Map.of());
    }

    @Override
    public Lease lease(List<String> layers, Duration timeLimit) {
        TaggingException refused = noLease.get();
        if (refused != null) {
            throw refused;
        }
        leased.add(layers);
        held++;
        List<Pipeline> pipelines = pipelines();
        return new Lease() {
            @Override
            public long generation() {
                return 3;
            }

            @Override
            public AnnotationResult annotate(AnnotationRequest request) {
                return StubBroker.this.annotate(request);
            }

            @Override
            public PendingResult submit(AnnotationRequest request) {
                AnnotationResult result = annotate(request);
                return () -> result;
            }

            @Override
            public List<Pipeline> pipelines() {
                return pipelines;
            }

            @Override
            public void close() {
                held--;
            }
        };
    }

    static TaggingException overloaded() {
        return new OverloadedException(9, 2);
    }

    @Override
    public PublicationHold holdBack(String bundle) {
        return () -> {};
    }

    @Override
    public List<TaggerInfo> taggers() {
        return taggers;
    }

    @Override
    public List<Pipeline> pipelines() {
        return areEntitiesGone
                ? List.of(new Pipeline("en", List.of("tokens-en"), List.of("tokens")))
                : List.of(
                        new Pipeline("", List.of("language"), List.of("language")),
                        new Pipeline("de", List.of("tokens-de"), List.of("tokens")),
                        new Pipeline("en", List.of("tokens-en", "entities-en"), List.of("tokens", "entities")));
    }

    @Override
    public long generation() {
        return 3;
    }
}
