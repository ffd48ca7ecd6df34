package io.bouquet.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the scopes that a token needs to call a method of a JAX-RS resource, or all methods of a class. The annotation of a
 * method replaces that of its class. The platform checks it before it reads parameters and body.
 *
 * <p>Scopes limit tokens. Callers with a password or a session have all scopes; use {@code @RolesAllowed} to limit
 * accounts. A method with this annotation always needs an account.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Secured {
    /** The scopes, all of which the token needs, besides {@code read} or {@code write}. */
    String[] scopes() default {};
}
