package com.example.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.review.ReviewService.Entity;
import com.example.review.ReviewService.Insight;
import com.example.review.ReviewService.Review;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.Pipeline;
import io.bouquet.tagging.PublicationHold;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.TaggerInfo;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The service without a platform: a fake takes the place of the taggers. */
class ReviewServiceTest {
    private static final Layers FOUND = Layers.of(
                    Layers.SENTIMENT, List.of(new Annotation(new Span(0, 12), "positive", 0.9)))
            .with(Layers.ENTITIES, List.of(new Annotation(new Span(0, 4), "person")))
            .with(Layers.POS, List.of(new Annotation(new Span(5, 12), "NOUN")))
            .with(Layers.LEMMAS, List.of(new Annotation(new Span(5, 12), "Camera")));

    @Test
    void saysHowTheAuthorFeelsAndWhatTheyName() {
        ReviewService service = new ReviewService(new FakeBroker(FOUND));
        Insight insight = service.read(review("Anna cameras"), 5);
        assertThat(insight)
                .isEqualTo(new Insight("positive", 0.9, List.of(new Entity("Anna", "person")), List.of("camera")));
    }

    @Test
    void doesNotGuessWithoutSentiment() {
        ReviewService service = new ReviewService(new FakeBroker(Layers.none()));
        assertThat(service.read(review("Anna cameras"), 5)).isEqualTo(new Insight("unknown", 0, List.of(), List.of()));
    }

    private static Review review(String text) {
        return new Review(text, 5, LocalDate.EPOCH, Optional.empty(), List.of());
    }

    /** Finds the same in each text. */
    private record FakeBroker(Layers found) implements Broker {
        @Override
        public AnnotationResult annotate(AnnotationRequest request) {
            return new AnnotationResult("en", found, List.of(), 1, new TreeMap<>(), Map.of());
        }

        @Override
        public Lease lease(List<String> layers, Duration timeLimit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PublicationHold holdBack(String bundle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<TaggerInfo> taggers() {
            return List.of();
        }

        @Override
        public List<Pipeline> pipelines() {
            return List.of();
        }

        @Override
        public long generation() {
            return 1;
        }
    }
}
