package io.bouquet.console.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Declares a {@link ConsolePage} component: where it is, and its entry in the navigation. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ConsolePageService {
    /** Prefix of the service properties that these attributes become. */
    String PREFIX_ = "console.page.";

    /** The page answers at {@code /console/{path}} and all below it. */
    String path();

    /** In the navigation and the window's title. */
    String title();

    /** Place in the navigation; lower comes first. */
    int order() default 100;
}
