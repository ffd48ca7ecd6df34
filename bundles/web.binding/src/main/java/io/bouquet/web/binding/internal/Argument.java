package io.bouquet.web.binding.internal;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How an argument of a resource method is made of parameters of the request. */
interface Argument {
    /** Returns the value; null if it was refused, and {@code attempt} then has the reasons. */
    @Nullable
    Object bind(RequestValues values, Attempt attempt);

    /** Returns the location of the whole argument. */
    List<Object> loc();

    /** Returns the argument that a property is bound from; null if the argument has no such property. */
    default @Nullable Argument member(String property) {
        return null;
    }

    /** Returns the plan of the value. */
    Plan plan();

    /** Returns the parameters that the argument is made of. */
    Stream<ParameterArgument> parameters();
}
