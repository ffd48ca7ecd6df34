package io.bouquet.tagging.oip;

import io.bouquet.accounts.Caller;
import io.bouquet.web.spi.RequestAuthenticator;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import org.osgi.service.component.annotations.Component;

/** Makes the probes of the server public, as model servers do. */
@Component
public final class OipHealthIsPublic implements RequestAuthenticator {
    private static final Set<String> PUBLIC =
            Set.of(OipApplication.BASE + "/health/live", OipApplication.BASE + "/health/ready");

    @Override
    public Optional<Caller> authenticate(HttpServletRequest request) {
        return Optional.empty();
    }

    @Override
    public boolean isPublic(HttpServletRequest request) {
        return PUBLIC.contains(request.getRequestURI());
    }
}
