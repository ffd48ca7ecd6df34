package io.bouquet.jobs.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Declares a {@link JobKind} component. If several kinds have one name, the one of the bundle that was installed first
 * is used.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface JobKindService {
    /** Prefix of the service properties of these attributes. */
    String PREFIX_ = "job.kind.";

    /** Lower case, unique among the kinds: {@code annotate}. At most 100 characters. */
    String name();
}
