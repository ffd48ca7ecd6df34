package io.bouquet.web.binding.internal;

import java.lang.annotation.Annotation;
import java.util.function.Function;
import javax.ws.rs.CookieParam;
import javax.ws.rs.FormParam;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.MatrixParam;
import javax.ws.rs.PathParam;
import javax.ws.rs.QueryParam;
import org.apache.cxf.jaxrs.model.ParameterType;
import org.jspecify.annotations.Nullable;

/** The part of a request that a parameter is in, in the order in which errors are listed. */
enum Source {
    PATH("path", ParameterType.PATH, PathParam.class, PathParam::value),
    MATRIX("path", ParameterType.MATRIX, MatrixParam.class, MatrixParam::value),
    QUERY("query", ParameterType.QUERY, QueryParam.class, QueryParam::value),
    HEADER("header", ParameterType.HEADER, HeaderParam.class, HeaderParam::value),
    COOKIE("cookie", ParameterType.COOKIE, CookieParam.class, CookieParam::value),
    FORM("body", ParameterType.FORM, FormParam.class, FormParam::value);

    /** The first step of a location. */
    final String step;

    final ParameterType type;
    private final Function<Annotation, @Nullable String> name;

    <A extends Annotation> Source(String step, ParameterType type, Class<A> annotation, Function<A, String> name) {
        this.step = step;
        this.type = type;
        this.name = one -> annotation.isInstance(one) ? name.apply(annotation.cast(one)) : null;
    }

    /** Returns the name of the parameter that an annotation declares in this source; null if it declares none. */
    @Nullable
    String nameIn(Annotation annotation) {
        return name.apply(annotation);
    }

    /** Returns the place of the first step of a location among the sources; the body comes last. */
    static int ordinal(Object step) {
        for (Source source : values()) {
            if (source.step.equals(step) && source != FORM) {
                return source.ordinal();
            }
        }
        return values().length;
    }
}
