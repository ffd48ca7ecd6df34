package io.bouquet.training.rest;

import io.bouquet.training.Corrections;
import io.bouquet.training.DataException;
import io.bouquet.training.Trainings;
import io.bouquet.web.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Calls trainings and corrections, and translates what they refuse to problem responses. */
@Component(service = LiveTraining.class)
public final class LiveTraining {
    private static final int RETRY_AFTER_SECONDS = 5;

    // dynamic: a restart of the service must not remove resources, because the whiteboard then rewires the whole API
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Trainings trainings;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Corrections corrections;

    /** A question that may fail to read or write. */
    @FunctionalInterface
    interface Question<S, T> {
        T ask(S service) throws IOException;
    }

    <T> T ask(Question<Trainings, T> question) {
        return ask(trainings, question);
    }

    <T> T askCorrections(Question<Corrections, T> question) {
        return ask(corrections, question);
    }

    private static <S, T> T ask(@Nullable S serving, Question<S, T> question) {
        if (serving == null) {
            throw ProblemException.unavailable(
                    "nothing can be trained at the moment; try again soon", RETRY_AFTER_SECONDS);
        }
        try {
            return question.ask(serving);
        } catch (IllegalArgumentException | DataException refused) {
            throw ProblemException.of(422, String.valueOf(refused.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("the training data could not be received or kept", e);
        }
    }
}
