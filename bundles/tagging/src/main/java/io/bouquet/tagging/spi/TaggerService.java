package io.bouquet.tagging.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Declares a {@link Tagger} component: its name and the layers that it reads and adds. Its version is that of its
 * bundle. If several taggers produce a layer for one language, see {@link io.bouquet.tagging.TakeOvers} for their
 * order.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface TaggerService {
    /** Prefix of the service properties for these attributes. */
    String PREFIX_ = "tagger.";

    /** Unique name of the tagger, in lower case: {@code emphasis}, {@code tokens-en}. */
    String name();

    /** Names of the layers that the tagger reads. */
    String[] requires() default {};

    /** Names of the layers that the tagger adds. */
    String[] produces();

    /** ISO 639-1 codes of the supported languages; none if the tagger supports any language. */
    String[] languages() default {};

    /**
     * Whether its layers are made only for requests that name them, and for taggers that require them. Without it they
     * are also part of the answer to a request that names no layers.
     */
    boolean onRequest() default false;

    /** Description of the tagger's model, as shown to users; empty if it has none. */
    String model() default "";
}
