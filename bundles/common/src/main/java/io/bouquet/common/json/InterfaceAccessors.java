package io.bouquet.common.json;

import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.DefaultAccessorNamingStrategy;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets an interface name properties as a record does: {@code String name()}. In an interface without such methods as
 * {@code getName} or {@code isNew}, each abstract method without parameters is a property.
 */
final class InterfaceAccessors extends DefaultAccessorNamingStrategy.Provider {
    private static final long serialVersionUID = 1L;

    @Override
    public AccessorNamingStrategy forPOJO(MapperConfig<?> config, AnnotatedClass type) {
        AccessorNamingStrategy byGetters = super.forPOJO(config, type);
        Class<?> raw = type.getRawType();
        boolean hasGetters = !raw.isInterface() || Stream.of(raw.getMethods()).anyMatch(InterfaceAccessors::isGetter);
        return hasGetters ? byGetters : new AsInRecords(config, type);
    }

    private static boolean isGetter(Method method) {
        return method.getParameterCount() == 0 && method.getName().matches("(get|is)\\p{Lu}.*");
    }

    private static final class AsInRecords extends DefaultAccessorNamingStrategy {
        AsInRecords(MapperConfig<?> config, AnnotatedClass type) {
            super(config, type, "set", "get", "is", null);
        }

        @Override
        public @Nullable String findNameForRegularGetter(AnnotatedMethod method, String name) {
            boolean isProperty = Modifier.isAbstract(method.getModifiers()) && method.getRawReturnType() != void.class;
            return isProperty ? name : null;
        }
    }
}
