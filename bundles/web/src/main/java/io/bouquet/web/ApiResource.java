package io.bouquet.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Makes a component a JAX-RS resource of the platform's own API, under {@code /api}. Plugins use {@code @JaxrsResource}
 * instead: the whiteboard rewires an application whenever one of its resources is added or removed, and plugins should not
 * rewire the platform's application.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ApiResource {
    /** Name of the JAX-RS application. */
    String APPLICATION = "bouquet";

    boolean osgi_jaxrs_resource() default true;

    String osgi_jaxrs_application_select() default "(osgi.jaxrs.name=" + APPLICATION + ")";
}
