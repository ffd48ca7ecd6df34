package io.bouquet.health;

import io.bouquet.accounts.Caller;
import io.bouquet.web.spi.RequestAuthenticator;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import org.osgi.service.component.annotations.Component;

/** Makes the health endpoints public. */
@Component
public final class HealthIsPublic implements RequestAuthenticator {
    private static final Set<String> PUBLIC =
            Set.of(HealthContext.PATH + HealthServlet.LIVE, HealthContext.PATH + HealthServlet.READY);

    @Override
    public Optional<Caller> authenticate(HttpServletRequest request) {
        return Optional.empty();
    }

    @Override
    public boolean isPublic(HttpServletRequest request) {
        return PUBLIC.contains(request.getRequestURI());
    }
}
