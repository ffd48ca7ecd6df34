package io.bouquet.web.binding.internal;

import io.bouquet.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.validation.ElementKind;
import javax.validation.MessageInterpolator;
import javax.validation.Path;
import javax.validation.ValidationException;
import org.hibernate.validator.messageinterpolation.HibernateMessageInterpolatorContext;
import org.jspecify.annotations.Nullable;

/**
 * Violations of constraints, at most one more than an answer has. Hibernate Validator would collect the millions that a
 * hostile body can have; it asks for the message of each as soon as it finds it, and here that ends the validation.
 */
final class Breaches {
    /**
     * A violation of a constraint.
     *
     * @param argument index of the argument that it is in; -1 if it is in all of them, or in an answer
     * @param within   the index or key of the element that {@code path} begins in; null if it begins in the argument
     * @param path     from there
     * @param value    the invalid value
     */
    record Breach(
            Misfit misfit,
            int argument,
            @Nullable Object within,
            List<Step> path,
            @Nullable Object value) {}

    /** A node of a path; those of Hibernate Validator change afterwards. */
    record Step(
            ElementKind kind,
            @Nullable String name,
            @Nullable Integer index,
            @Nullable Object key,
            boolean isInIterable) {}

    private static final class TooManyBreaches extends ValidationException {
        private static final long serialVersionUID = 1L;
    }

    private static final ThreadLocal<@Nullable Breaches> CURRENT = new ThreadLocal<>();

    private final List<Breach> all = new ArrayList<>();
    private int argument = -1;
    private @Nullable Object within;

    /** Collects what is violated by a validation, whose own result is then of no use. */
    void collect(Runnable validation) {
        Breaches before = CURRENT.get();
        CURRENT.set(this);
        try {
            validation.run();
        } catch (TooManyBreaches e) {
            // the answer has no room for more
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** The same for a validation of one argument, or of an element of one. */
    void collect(int argument, @Nullable Object within, Runnable validation) {
        if (all.size() > ProblemException.MAX_ERRORS) {
            return;
        }
        this.argument = argument;
        this.within = within;
        collect(validation);
        this.argument = -1;
        this.within = null;
    }

    List<Breach> all() {
        return all;
    }

    private void add(String template, MessageInterpolator.Context context) {
        List<Step> path = new ArrayList<>();
        int index = argument;
        if (context instanceof HibernateMessageInterpolatorContext hibernate) {
            for (Path.Node node : hibernate.getPropertyPath()) {
                if (node.getKind() == ElementKind.PARAMETER) {
                    index = node.as(Path.ParameterNode.class).getParameterIndex();
                } else if (node.getKind() != ElementKind.METHOD) {
                    path.add(new Step(
                            node.getKind(), node.getName(), node.getIndex(), node.getKey(), node.isInIterable()));
                }
            }
        }
        all.add(new Breach(
                ConstraintWords.of(template, context), index, within, List.copyOf(path), context.getValidatedValue()));
        if (all.size() > ProblemException.MAX_ERRORS) {
            throw new TooManyBreaches();
        }
    }

    /** Notes each violation. {@link Messages} makes the message, in the languages of the caller. */
    static final class Interpolator implements MessageInterpolator {
        @Override
        public String interpolate(String template, Context context) {
            Breaches current = CURRENT.get();
            if (current != null) {
                current.add(template, context);
            }
            return template;
        }

        @Override
        public String interpolate(String template, Context context, Locale locale) {
            return interpolate(template, context);
        }
    }
}
