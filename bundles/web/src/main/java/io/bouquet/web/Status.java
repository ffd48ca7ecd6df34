package io.bouquet.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets the status of the successful answers of a method, such as 201. Without it the status is 200, or 204 without a body. A
 * method that returns a {@code Response} sets the status itself.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Status {
    /** The status, from 200 to 299. */
    int value();
}
