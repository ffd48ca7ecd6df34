package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.binding.internal.Attempt.Failure;
import io.bouquet.web.binding.internal.Attempt.TooManyFailures;
import io.bouquet.web.binding.internal.Breaches.Breach;
import io.bouquet.web.binding.internal.Breaches.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.validation.ElementKind;
import javax.validation.ValidationException;
import org.apache.cxf.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * The binding of one request: first the body, when CXF reads it, and then all parameters and the validation of everything.
 * It collects all errors, for one answer.
 */
final class Binding {
    private final MethodPlan plan;
    private final Attempt ofBody;
    private final Attempt ofParameters;
    private boolean isComplete;

    Binding(MethodPlan plan, ObjectMapper json) {
        this.plan = plan;
        this.ofBody = new Attempt(json);
        this.ofParameters = new Attempt(json);
    }

    /** Binds the body; returns null if it was refused. */
    @Nullable
    Object bindBody(JsonNode body) {
        try {
            return Plans.bindBody(plan.bodyPlan(), body, ofBody);
        } catch (TooManyFailures e) {
            return null;
        }
    }

    /** Whether the arguments are bound. */
    boolean isComplete() {
        return isComplete;
    }

    /**
     * Binds all other arguments and validates them with the body.
     *
     * @param arguments from CXF; gets those that are bound here
     * @throws ProblemException 422 with all errors, up to the limit of one answer
     */
    void complete(Message message, List<@Nullable Object> arguments) {
        Object[] bound = arguments.toArray();
        bindParameters(message, bound);
        List<Failure> failures = new ArrayList<>(Stream.of(ofParameters, ofBody)
                .map(Attempt::failures)
                .flatMap(List::stream)
                .toList());
        if (plan.constraints().haveArguments() && failures.size() <= ProblemException.MAX_ERRORS) {
            failures.addAll(broken(bound, failures));
        }
        if (!failures.isEmpty()) {
            throw problem(failures, Messages.languages(new RequestValues(message).languages()));
        }
        for (int i = 0; i < bound.length; i++) {
            if (plan.arguments().get(i) != null) {
                arguments.set(i, bound[i]);
            }
        }
        isComplete = true;
    }

    private void bindParameters(Message message, Object[] bound) {
        if (!plan.readsParameters()) {
            return;
        }
        RequestValues values = new RequestValues(message);
        try {
            for (int i = 0; i < bound.length; i++) {
                Argument argument = plan.arguments().get(i);
                if (argument != null) {
                    bound[i] = argument.bind(values, ofParameters);
                }
            }
            plan.refuseUnknown(values, ofParameters);
        } catch (TooManyFailures e) {
            // the answer has no room for more
        }
    }

    private List<Failure> broken(Object[] arguments, List<Failure> refused) {
        List<Breach> breaches;
        try {
            breaches = plan.constraints().ofArguments(arguments);
        } catch (ValidationException e) {
            if (refused.isEmpty()) {
                throw e;
            }
            // a plugin's validator did not expect the null of a value that was refused
            return List.of();
        }
        List<Failure> broken = new ArrayList<>();
        for (Breach breach : breaches) {
            Failure failure = failure(breach);
            boolean isOfWhole = isOfWhole(breach);
            if (refused.stream().noneMatch(other -> isBlurred(failure.loc(), isOfWhole, other.loc()))) {
                broken.add(failure);
            }
        }
        return broken;
    }

    /** Whether a constraint says something of several values together. */
    private static boolean isOfWhole(Breach breach) {
        List<Step> path = breach.path();
        return breach.argument() < 0
                || !path.isEmpty() && path.get(path.size() - 1).kind() == ElementKind.BEAN;
    }

    /** Whether a constraint failed on a value that is not the caller's, but stands for one that was refused. */
    private static boolean isBlurred(List<Object> constrained, boolean isOfWhole, List<Object> refused) {
        return begins(constrained, refused) || isOfWhole && begins(refused, constrained);
    }

    private static boolean begins(List<Object> loc, List<Object> beginning) {
        return loc.size() >= beginning.size()
                && loc.subList(0, beginning.size()).equals(beginning);
    }

    private Failure failure(Breach breach) {
        int index = breach.argument();
        List<Object> loc = new ArrayList<>();
        List<Step> path = breach.path();
        if (index < 0) {
            // of all arguments together
            loc.add(plan.arguments().stream()
                    .filter(Objects::nonNull)
                    .map(argument -> argument.loc().get(0))
                    .findFirst()
                    .orElse("body"));
        } else {
            Argument argument = plan.arguments().get(index);
            while (argument != null
                    && !path.isEmpty()
                    && argument.member(String.valueOf(path.get(0).name())) != null) {
                argument = argument.member(String.valueOf(path.get(0).name()));
                path = path.subList(1, path.size());
            }
            loc.addAll(argument == null ? plan.loc(index) : argument.loc());
            locate(breach.within(), path, argument == null ? plan.plan(index) : argument.plan(), loc);
        }
        return new Failure(loc, breach.misfit(), shown(breach.value()));
    }

    private static void locate(@Nullable Object within, List<Step> path, Plan whole, List<Object> loc) {
        Plan plan = whole;
        if (within != null) {
            loc.add(within);
            plan = plan.inner(within);
        }
        for (Step node : path) {
            if (node.index() != null) {
                loc.add(node.index());
                plan = plan.inner(node.index());
            } else if (node.key() != null) {
                loc.add(Place.shorten(String.valueOf(node.key())));
                plan = plan.inner(node.key());
            } else if (node.isInIterable()) {
                plan = plan.inner(0);
            }
            String name = node.kind() == ElementKind.PROPERTY ? plan.nameOf(String.valueOf(node.name())) : null;
            if (name != null) {
                loc.add(name);
                plan = plan.inner(name);
            }
        }
    }

    private static @Nullable Object shown(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        boolean isPlain = value instanceof CharSequence
                || value != null && value.getClass().getName().startsWith("java.time.")
                || value instanceof Number
                || value instanceof Enum;
        return isPlain ? Place.shorten(String.valueOf(value)) : null;
    }

    private ProblemException problem(List<Failure> failures, List<String> languages) {
        record Placed(int[] order, Failure failure) {}
        return ProblemException.unprocessable(failures.stream()
                .map(failure -> new Placed(plan.order(failure.loc()), failure))
                .sorted((one, other) -> Arrays.compare(one.order(), other.order()))
                .map(placed -> error(placed.failure(), plan.messages(), languages))
                .toList());
    }

    static FieldError error(Failure failure, Messages messages, List<String> languages) {
        Misfit misfit = failure.misfit();
        return new FieldError(
                misfit.type(), failure.loc(), messages.text(misfit, languages), failure.input(), misfit.ctx());
    }
}
