package io.bouquet.training.internal;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.AnnotationRequest;
import io.bouquet.tagging.AnnotationResult;
import io.bouquet.tagging.Broker;
import io.bouquet.tagging.Lease;
import io.bouquet.tagging.PendingResult;
import io.bouquet.tagging.TaggingException;
import io.bouquet.tagging.model.LabelledText;
import java.util.ArrayList;
import java.util.List;

/** Has the broker make the layers that a trainer or tagger reads of labelled texts. Thread-safe. */
final class Annotator {
    /** Texts that one generation answers; a swap waits for its end. */
    private static final int CHUNK = 32;

    private final Broker broker;

    Annotator(Broker broker) {
        this.broker = broker;
    }

    /**
     * Returns the texts with these layers.
     *
     * @param language language of texts that name none
     * @throws IllegalArgumentException if a layer cannot be made; the message is for the user
     */
    List<LabelledText> with(List<String> layers, List<LabelledText> texts, String language, Progress progress)
            throws InterruptedException {
        if (layers.isEmpty()) {
            return texts;
        }
        List<LabelledText> done = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += CHUNK) {
            progress.step("making " + String.join(", ", layers), from, texts.size());
            annotate(layers, texts.subList(from, Math.min(from + CHUNK, texts.size())), language, done);
        }
        return done;
    }

    private void annotate(List<String> layers, List<LabelledText> texts, String language, List<LabelledText> done) {
        try (Lease lease = broker.lease(layers)) {
            List<PendingResult> pending = new ArrayList<>();
            for (LabelledText text : texts) {
                String own = text.text().language();
                pending.add(lease.submit(
                        new AnnotationRequest(text.text().text(), layers, own.isEmpty() ? language : own)));
            }
            for (int i = 0; i < texts.size(); i++) {
                AnnotationResult result = pending.get(i).await();
                if (!result.errors().isEmpty()) {
                    throw new IllegalArgumentException(
                            "the layer '" + result.errors().get(0).layer()
                                    + "' could not be made for the text " + (done.size() + 1) + ": "
                                    + result.errors().get(0).message());
                }
                LabelledText text = texts.get(i);
                done.add(new LabelledText(
                        new AnnotatedText(text.text().text(), result.language(), result.layers()), text.gold()));
            }
        } catch (TaggingException e) {
            throw new IllegalArgumentException("the layers " + layers + " could not be made: " + e.getMessage(), e);
        }
    }
}
