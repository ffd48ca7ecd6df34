package io.bouquet.data.openjpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the database answers, and which plugins' units did not open. */
@Component(property = {HealthCheck.NAME + "=database", HealthCheck.TAGS + "=ready"})
public final class DatabaseCheck implements HealthCheck {
    private static final int ANSWER_SECONDS = 2;

    private final Database database;
    private final EntityBundles bundles;

    @Activate
    public DatabaseCheck(@Reference Database database, @Reference EntityBundles bundles) {
        this.database = database;
        this.bundles = bundles;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        try (Connection connection = database.dataSource().getConnection()) {
            if (connection.isValid(ANSWER_SECONDS)) {
                log.info("The database {} answers", database.url());
            } else {
                log.critical("The database {} does not answer within {} s", database.url(), ANSWER_SECONDS);
            }
        } catch (SQLException e) {
            log.critical("The database {} cannot be reached: {}", database.url(), e.getMessage());
        }
        List<String> opening = bundles.opening();
        if (!opening.isEmpty()) {
            log.temporarilyUnavailable("The units of {} are being migrated and opened", String.join(", ", opening));
        }
        // a warning: one plugin's broken change log must not take the platform out of service
        bundles.failures().forEach((bundle, failure) -> log.warn("The unit of {} is not open: {}", bundle, failure));
        return new Result(log);
    }
}
