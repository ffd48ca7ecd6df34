package io.bouquet.web.binding.internal;

import java.lang.annotation.ElementType;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.validation.ConstraintValidator;
import javax.validation.ConstraintValidatorFactory;
import javax.validation.Path;
import javax.validation.TraversableResolver;
import javax.validation.Validation;
import javax.validation.ValidationException;
import javax.validation.Validator;
import javax.validation.constraints.NotNull;
import javax.validation.valueextraction.ExtractedValue;
import javax.validation.valueextraction.UnwrapByDefault;
import javax.validation.valueextraction.ValueExtractor;
import org.hibernate.validator.HibernateValidator;
import org.jspecify.annotations.Nullable;

/** Makes validators by Hibernate Validator. */
final class Validators {
    /**
     * A validator for each class that needs one, held by the class itself: a validator keeps all classes that it has
     * validated, and so is collected with a removed plugin.
     */
    private static final ClassValue<Validator> OF_CLASSES = new ClassValue<>() {
        @Override
        protected Validator computeValue(Class<?> type) {
            return create();
        }
    };

    private Validators() {}

    /**
     * Returns the validator of a resource class; empty if neither it nor one of the types that it uses can have
     * constraints, since its bundle does not import their package.
     */
    static Optional<Validator> of(Class<?> resource, Stream<Class<?>> types) {
        boolean hasConstraints = Stream.concat(Stream.of(resource), types)
                .map(Class::getClassLoader)
                .anyMatch(Validators::hasConstraints);
        return hasConstraints ? Optional.of(OF_CLASSES.get(resource)) : Optional.empty();
    }

    private static boolean hasConstraints(@Nullable ClassLoader loader) {
        try {
            return loader != null && loader.loadClass(NotNull.class.getName()) == NotNull.class;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Validator create() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(HibernateValidator.class.getClassLoader());
        try {
            return Validation.byProvider(HibernateValidator.class)
                    .providerResolver(() -> List.of(new HibernateValidator()))
                    .configure()
                    .ignoreXmlConfiguration()
                    .messageInterpolator(new Breaches.Interpolator())
                    .traversableResolver(new Everything())
                    .constraintValidatorFactory(new PrivateValidators())
                    .addValueExtractor(new OptionalValues())
                    .buildValidatorFactory()
                    .getValidator();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Reaches all properties; the default looks for JPA on the class path. */
    private static final class Everything implements TraversableResolver {
        @Override
        public boolean isReachable(
                @Nullable Object object, Path.Node property, Class<?> root, Path path, ElementType kind) {
            return true;
        }

        @Override
        public boolean isCascadable(
                @Nullable Object object, Path.Node property, Class<?> root, Path path, ElementType kind) {
            return true;
        }
    }

    /** Applies a constraint of an {@code Optional} to its value; by itself, Hibernate Validator refuses such constraints. */
    @UnwrapByDefault
    private static final class OptionalValues implements ValueExtractor<Optional<@ExtractedValue ?>> {
        @Override
        public void extractValues(Optional<?> optional, ValueReceiver receiver) {
            receiver.value(null, optional.orElse(null));
        }
    }

    /** Also makes validators that are not public, such as those nested in a resource. */
    private static final class PrivateValidators implements ConstraintValidatorFactory {
        @Override
        public <T extends ConstraintValidator<?, ?>> T getInstance(Class<T> type) {
            try {
                Constructor<T> constructor = type.getDeclaredConstructor();
                constructor.setAccessible(true);
                return constructor.newInstance();
            } catch (ReflectiveOperationException e) {
                throw new ValidationException("cannot make a " + type.getName(), e);
            }
        }

        @Override
        public void releaseInstance(ConstraintValidator<?, ?> instance) {
            // holds nothing
        }
    }
}
