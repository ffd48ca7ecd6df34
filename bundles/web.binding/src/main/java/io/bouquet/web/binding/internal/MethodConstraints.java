package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import javax.validation.ConstraintViolation;
import javax.validation.ElementKind;
import javax.validation.Path;
import javax.validation.Validator;
import javax.validation.metadata.MethodDescriptor;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * The constraints of one resource method, its arguments and its answer. The constraints of a body, of a bean of parameters
 * and of an answer apply also if the method does not ask for it with {@code @Valid}.
 */
final class MethodConstraints {
    /**
     * A violation of a constraint.
     *
     * @param argument index of the argument that it is in
     * @param within   the index or key of the element that {@code path} begins in; null if it begins in the argument
     * @param path     from there
     */
    record Breach(
            ConstraintViolation<?> violation,
            int argument,
            @Nullable Object within,
            List<Path.Node> path) {}

    private final String name;
    private final Method method;
    private final @Nullable Validator validator;
    private final boolean haveParameters;
    private final boolean haveReturnValue;
    /** By index of an argument: whether to validate what is within it. */
    private final boolean[] within;

    private final boolean isWithinAnswer;
    private final @Nullable Object resource;

    /** @param isObject whether an argument is an object whose own constraints apply */
    MethodConstraints(
            Class<?> resource, Method method, List<JavaType> arguments, IntPredicate isObject, JavaType declared) {
        this.name = resource.getName() + "." + method.getName();
        this.method = method;
        JavaType answer = answer(declared);
        Stream<Class<?>> classes =
                Stream.concat(arguments.stream(), Stream.of(answer)).flatMap(MethodConstraints::classes);
        Validator found = Validators.of(resource, classes).orElse(null);
        MethodDescriptor constraints = found == null
                ? null
                : found.getConstraintsForClass(resource)
                        .getConstraintsForMethod(method.getName(), method.getParameterTypes());
        this.validator = found;
        this.haveParameters = constraints != null && constraints.hasConstrainedParameters();
        this.haveReturnValue = constraints != null && constraints.hasConstrainedReturnValue();
        this.within = new boolean[arguments.size()];
        for (int i = 0; found != null && i < within.length; i++) {
            boolean isCascaded = constraints != null
                    && constraints.getParameterDescriptors().get(i).isCascaded();
            within[i] = !isCascaded && isObject.test(i) && isConstrained(arguments.get(i), found);
        }
        boolean isCascaded =
                constraints != null && constraints.getReturnValueDescriptor().isCascaded();
        this.isWithinAnswer = found != null
                && !(haveReturnValue && isCascaded)
                && (answer.hasRawClass(Object.class) || isConstrained(answer, found));
        this.resource = haveParameters || haveReturnValue ? Blank.of(resource) : null;
    }

    /** Returns the type of what is sent; {@link Object} if only the answer itself tells. */
    private static JavaType answer(JavaType declared) {
        Class<?> raw = declared.getRawClass();
        boolean isLater =
                CompletionStage.class.isAssignableFrom(raw) || raw.getName().endsWith(".Promise");
        JavaType answer = isLater ? declared.containedTypeOrUnknown(0) : declared;
        boolean isOpen = Response.class.isAssignableFrom(answer.getRawClass()) || answer.hasRawClass(void.class);
        return isOpen ? TypeFactory.unknownType() : answer;
    }

    private static Stream<Class<?>> classes(JavaType type) {
        return Stream.concat(
                Stream.of(type.getRawClass()),
                type.getContentType() == null ? Stream.empty() : classes(type.getContentType()));
    }

    private static boolean isConstrained(JavaType type, Validator validator) {
        JavaType content = type.hasRawClass(Optional.class) ? type.containedTypeOrUnknown(0) : type.getContentType();
        if (content != null) {
            return isConstrained(content, validator);
        }
        Class<?> raw = type.getRawClass();
        return !raw.isPrimitive() && !raw.getName().startsWith("java.") && isConstrained(raw, validator);
    }

    private static boolean isConstrained(Class<?> raw, Validator validator) {
        return validator.getConstraintsForClass(raw).isBeanConstrained()
                || raw.isSealed()
                        && Arrays.stream(raw.getPermittedSubclasses()).anyMatch(one -> isConstrained(one, validator));
    }

    boolean haveArguments() {
        if (haveParameters) {
            return true;
        }
        for (boolean one : within) {
            if (one) {
                return true;
            }
        }
        return false;
    }

    /** Validates the arguments. */
    List<Breach> ofArguments(Object[] arguments) {
        List<Breach> breaches = new ArrayList<>();
        if (validator == null) {
            return breaches;
        }
        if (haveParameters) {
            for (ConstraintViolation<?> violation :
                    validator.forExecutables().validateParameters(resource(), method, arguments)) {
                List<Path.Node> path = path(violation);
                // the method, and then the parameter, or all of them
                int argument = path.get(1).getKind() == ElementKind.PARAMETER
                        ? path.get(1).as(Path.ParameterNode.class).getParameterIndex()
                        : -1;
                breaches.add(new Breach(violation, argument, null, path.subList(2, path.size())));
            }
        }
        for (int i = 0; i < within.length; i++) {
            if (within[i]) {
                within(arguments[i], i, null, breaches);
            }
        }
        return breaches;
    }

    /** Validates what is sent; returns what is wrong with it, for the log. */
    List<String> ofAnswer(Object answer) {
        if (validator == null || !haveReturnValue && !isWithinAnswer) {
            return List.of();
        }
        List<String> broken = new ArrayList<>();
        // a response and a promise have other types than what is sent
        if (haveReturnValue && method.getReturnType().isInstance(answer)) {
            validator
                    .forExecutables()
                    .validateReturnValue(resource(), method, answer)
                    .forEach(violation -> broken.add(described(violation)));
        }
        if (isWithinAnswer || haveReturnValue && !method.getReturnType().isInstance(answer)) {
            List<Breach> breaches = new ArrayList<>();
            within(answer, -1, null, breaches);
            breaches.forEach(breach -> broken.add(described(breach.violation())));
        }
        return broken;
    }

    private Object resource() {
        if (resource == null) {
            throw new IllegalStateException("the constraints of " + name
                    + " cannot be checked, since its class is abstract; put them on the class that implements it");
        }
        return resource;
    }

    private static String described(ConstraintViolation<?> violation) {
        Misfit misfit = ConstraintWords.of(violation);
        return violation.getPropertyPath() + " " + Messages.of(null).text(misfit, List.of());
    }

    private void within(@Nullable Object value, int argument, @Nullable Object step, List<Breach> breaches) {
        if (value instanceof Optional<?> optional) {
            within(optional.orElse(null), argument, step, breaches);
        } else if (value instanceof Collection<?> || value instanceof Object[]) {
            Object[] elements = value instanceof Collection<?> all ? all.toArray() : (Object[]) value;
            for (int i = 0; i < elements.length; i++) {
                within(elements[i], argument, i, breaches);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> within(one, argument, String.valueOf(key), breaches));
        } else if (value != null
                && validator != null
                && !value.getClass().getName().startsWith("java.")) {
            for (ConstraintViolation<?> violation : validator.validate(value)) {
                breaches.add(new Breach(violation, argument, step, path(violation)));
            }
        }
    }

    private static List<Path.Node> path(ConstraintViolation<?> violation) {
        List<Path.Node> path = new ArrayList<>();
        violation.getPropertyPath().forEach(path::add);
        return path;
    }
}
