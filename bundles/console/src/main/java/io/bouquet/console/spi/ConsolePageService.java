package io.bouquet.console.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Declares the path and the navigation entry of a {@link ConsolePage} component. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ConsolePageService {
    /** Prefix of the service properties of these attributes. */
    String PREFIX_ = "console.page.";

    /** The page answers {@code /console/{path}} and all paths below it. */
    String path();

    /** Title in the navigation and of the window. */
    String title();

    /** Position in the navigation; lower numbers come first. */
    int order() default 100;
}
