package io.bouquet.deploy.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the state of the JAX-RS whiteboard. */
final class RestWhiteboard {
    private static final Logger LOG = LoggerFactory.getLogger(RestWhiteboard.class);

    private RestWhiteboard() {}

    /** Returns what the whiteboard serves; empty if there is no whiteboard, or if a faulty resource makes it fail. */
    static Optional<RuntimeDTO> look(@Nullable JaxrsServiceRuntime runtime) {
        if (runtime == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(runtime.getRuntimeDTO());
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("The REST whiteboard does not tell what it serves", e);
            return Optional.empty();
        }
    }
}
