package io.bouquet.web.binding.internal;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Instances whose constructor has not run. Bean Validation asks for the instance whose method is called, of which it reads
 * only the class; CXF does not tell it before the call, and another real one would be one too many.
 */
final class Blank {
    private Blank() {}

    /** Returns null for an abstract class. */
    static @Nullable Object of(Class<?> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return null;
        }
        try {
            // what libraries for serialization use; javac warns of it, so it is called by its name
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory", true, ClassLoader.getSystemClassLoader());
            Object own = factory.getMethod("getReflectionFactory").invoke(null);
            Method maker = factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
            Constructor<?> constructor = (Constructor<?>) maker.invoke(own, type, Object.class.getConstructor());
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName() + " without its constructor", e);
        }
    }
}
