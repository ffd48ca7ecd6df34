package io.bouquet.web.binding;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Turns conversions off: a JSON string is not accepted for a number, a boolean or an enumeration of numbers, 1 is not true,
 * and 4.0 is not a whole number. On a record or bean it applies to all components, on a component or parameter to that one.
 * A parameter is always text; strict, it accepts only the forms that JSON has, such as {@code true} and {@code 42}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Strict {}
