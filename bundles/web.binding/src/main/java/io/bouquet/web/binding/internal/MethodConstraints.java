package io.bouquet.web.binding.internal;

import com.fasterxml.jackson.databind.JavaType;
import io.bouquet.web.binding.internal.Breaches.Breach;
import io.bouquet.web.binding.internal.Breaches.Step;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import javax.validation.ElementKind;
import javax.validation.Validator;
import javax.validation.executable.ExecutableValidator;
import javax.validation.metadata.CascadableDescriptor;
import javax.validation.metadata.ContainerDescriptor;
import javax.validation.metadata.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The constraints of one resource method, its arguments and its answer. The constraints of a body, of a bean of parameters
 * and of an answer apply also if the method does not ask for it with {@code @Valid}.
 */
final class MethodConstraints {
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
            Class<?> resource, Method method, List<JavaType> arguments, IntPredicate isObject, JavaType answer) {
        this.name = resource.getName() + "." + method.getName();
        this.method = method;
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
            boolean isAsked = constraints != null
                    && isCascaded(constraints.getParameterDescriptors().get(i));
            within[i] = !isAsked && isObject.test(i) && isConstrained(arguments.get(i), found);
        }
        boolean isAsked = constraints != null && isCascaded(constraints.getReturnValueDescriptor());
        this.isWithinAnswer = found != null
                && !(haveReturnValue && isAsked)
                && (answer.hasRawClass(Object.class) || isConstrained(answer, found));
        this.resource = haveParameters || haveReturnValue ? Blank.of(resource) : null;
    }

    /** Whether there is a {@code @Valid} on a value or on its elements. */
    private static <D extends CascadableDescriptor & ContainerDescriptor> boolean isCascaded(D descriptor) {
        return descriptor.isCascaded()
                || descriptor.getConstrainedContainerElementTypes().stream().anyMatch(MethodConstraints::isCascaded);
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

    /** Validates the arguments; returns at most one violation more than an answer has. */
    List<Breach> ofArguments(Object[] arguments) {
        Breaches breaches = new Breaches();
        if (validator != null && haveParameters) {
            ExecutableValidator executables = validator.forExecutables();
            Object instance = resource();
            breaches.collect(() -> executables.validateParameters(instance, method, arguments));
        }
        for (int i = 0; i < within.length; i++) {
            if (within[i]) {
                within(arguments[i], i, null, breaches);
            }
        }
        return breaches.all();
    }

    /** Validates what is sent; returns what is wrong with it, for the log. */
    List<String> ofAnswer(Object answer) {
        if (validator == null || !haveReturnValue && !isWithinAnswer) {
            return List.of();
        }
        Breaches breaches = new Breaches();
        // a response and a promise have other types than what is sent
        boolean isReturned = method.getReturnType().isInstance(answer);
        if (haveReturnValue && isReturned) {
            ExecutableValidator executables = validator.forExecutables();
            Object instance = resource();
            breaches.collect(() -> executables.validateReturnValue(instance, method, answer));
        }
        if (isWithinAnswer || haveReturnValue && !isReturned) {
            within(answer, -1, null, breaches);
        }
        return breaches.all().stream().map(MethodConstraints::described).toList();
    }

    private Object resource() {
        if (resource == null) {
            throw new IllegalStateException("the constraints of " + name
                    + " cannot be checked, since its class is abstract; put them on the class that implements it");
        }
        return resource;
    }

    private static String described(Breach breach) {
        StringBuilder place = new StringBuilder(breach.within() == null ? "" : "[" + breach.within() + "]");
        for (Step step : breach.path()) {
            Object within = step.index() != null ? step.index() : step.key();
            place.append(within == null ? "" : "[" + within + "]");
            if (step.kind() == ElementKind.PROPERTY) {
                place.append(place.isEmpty() ? "" : ".").append(step.name());
            }
        }
        String what = place.isEmpty() ? "it" : place.toString();
        return what + " " + Messages.of(null).text(breach.misfit(), List.of());
    }

    private void within(@Nullable Object value, int argument, @Nullable Object step, Breaches breaches) {
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
            Validator found = validator;
            breaches.collect(argument, step, () -> found.validate(value));
        }
    }
}
