package io.bouquet.data.openjpa;

import java.sql.Connection;
import java.sql.SQLException;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Checks that the database answers. */
@Component(property = {HealthCheck.NAME + "=database", HealthCheck.TAGS + "=ready"})
public final class DatabaseCheck implements HealthCheck {
    private static final int ANSWER_SECONDS = 2;

    private final Database database;

    @Activate
    public DatabaseCheck(@Reference Database database) {
        this.database = database;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        try (Connection connection = database.dataSource().getConnection()) {
            if (connection.isValid(ANSWER_SECONDS)) {
                log.info("the database {} answers", database.place());
            } else {
                log.critical("the database {} does not answer within {} s", database.place(), ANSWER_SECONDS);
            }
        } catch (SQLException e) {
            log.critical("the database {} cannot be reached: {}", database.place(), e.getMessage());
        }
        return new Result(log);
    }
}
