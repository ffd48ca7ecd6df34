package io.bouquet.deploy.rest;

import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.Repositories;
import io.bouquet.web.ProblemException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Calls the deployments and the repositories, and translates refusals to problem responses. */
@Component(service = LiveDeployments.class)
public final class LiveDeployments {
    private static final int RETRY_AFTER_SECONDS = 5;

    // dynamic: a restart of the engine must not remove resources, because the whiteboard then rewires the whole API
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Deployments deployments;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Repositories repositories;

    /** Calls the deployments. */
    <T> T ask(Function<Deployments, T> question) {
        return ask(deployments, question, "nothing can be deployed at the moment");
    }

    /** Calls the repositories. */
    <T> T askRepositories(Function<Repositories, T> question) {
        return ask(repositories, question, "the repositories of plugins cannot be read at the moment");
    }

    private static <S, T> T ask(@Nullable S serving, Function<S, T> question, String otherwise) {
        if (serving == null) {
            throw ProblemException.unavailable(otherwise + "; try again soon", RETRY_AFTER_SECONDS);
        }
        try {
            return question.apply(serving);
        } catch (RefusedException refused) {
            throw problem(refused);
        }
    }

    private static ProblemException problem(RefusedException refused) {
        String detail = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case BAD_ARCHIVE -> ProblemException.of(422, detail);
            case TOO_LARGE -> ProblemException.tooLarge(detail);
            case NOT_FOUND -> ProblemException.notFound(detail);
            case CONFLICT -> ProblemException.of(409, detail);
            case FORBIDDEN -> ProblemException.of(403, detail);
            case UNAVAILABLE -> ProblemException.unavailable(detail, RETRY_AFTER_SECONDS);
        };
    }
}
