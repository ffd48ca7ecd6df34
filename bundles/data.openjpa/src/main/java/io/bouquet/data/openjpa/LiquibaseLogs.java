package io.bouquet.data.openjpa;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Forwards Liquibase's log. Failures are exceptions too, so they are not logged here. */
final class LiquibaseLogs extends AbstractLogService {
    @Override
    public int getPriority() {
        return PRIORITY_SPECIALIZED;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Liquibase declares it
    public Logger getLog(Class type) {
        return new Slf4jLogger(LoggerFactory.getLogger(type));
    }

    @SuppressWarnings("try") // Liquibase declares that close may be interrupted
    private static final class Slf4jLogger extends AbstractLogger {
        private final org.slf4j.Logger log;

        Slf4jLogger(org.slf4j.Logger log) {
            this.log = log;
        }

        @Override
        public void close() {}

        @Override
        public void log(Level level, String message, @Nullable Throwable thrown) {
            if (level.intValue() == Level.WARNING.intValue()) {
                log.warn(message, thrown);
            } else {
                log.debug(message, thrown);
            }
        }
    }
}
