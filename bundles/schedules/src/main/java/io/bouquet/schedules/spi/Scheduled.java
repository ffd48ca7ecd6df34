package io.bouquet.schedules.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Declares when a {@link ScheduledTask} component runs: either {@code every} or {@code cron}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Scheduled {
    /** Prefix of the service properties for these attributes. */
    String PREFIX_ = "schedule.";

    /** Name of the task, unique in its bundle. */
    String name();

    /** Time from one start to the next, in ISO 8601, at least a second: {@code PT5M}. The first run is one period after the start of the bundle. */
    String every() default "";

    /**
     * Minute, hour, day of the month, month, day of the week: {@code 0 3 * * MON-FRI}, or {@code @daily}. A time that the clock
     * skips is later by the skipped time; a time that it repeats counts once, unless the task runs in every hour.
     */
    String cron() default "";

    /** Time zone of {@code cron}, such as {@code Europe/Berlin}; the zone of the machine if it is empty. */
    String zone() default "";
}
