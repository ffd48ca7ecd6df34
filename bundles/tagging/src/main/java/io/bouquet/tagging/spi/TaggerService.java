package io.bouquet.tagging.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Declares a {@link Tagger} component: its name and the layers that it reads and adds. Its version is that of its
 * bundle. Where several taggers of one language produce a layer, the one that names the language comes before the one
 * that takes any, then the higher {@code service.ranking}, then the newer version.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface TaggerService {
    /** Prefix of the service properties that these attributes become. */
    String PREFIX_ = "tagger.";

    /** Lower case, unique among the taggers: {@code emphasis}, {@code tokens-en}. */
    String name();

    /** Names of the layers that the tagger reads. */
    String[] requires() default {};

    /** Names of the layers that the tagger adds. */
    String[] produces();

    /** ISO 639-1 codes; none where the tagger takes any language. */
    String[] languages() default {};

    /** The model behind the tagger, for people; none where it has no model. */
    String model() default "";
}
