package io.bouquet.web.binding;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Refuses query parameters that the method does not declare, with {@code extra_forbidden}. Without it they are ignored, and a
 * misspelt filter matches everything. On a class it applies to all methods of the resource.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ForbidUnknownQuery {}
