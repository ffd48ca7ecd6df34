package io.bouquet.deploy.engine;

import java.util.Optional;
import java.util.TreeMap;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Reports that the platform is not ready while the plugins are being restored, or if the engine does not work. A single
 * plugin that could not be restored is only a warning, because the others serve.
 */
@Component(property = {HealthCheck.NAME + "=deployments", HealthCheck.TAGS + "=ready"})
public final class DeploymentsHealthCheck implements HealthCheck {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable DefaultDeployments deployments;

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        DefaultDeployments now = deployments;
        if (now == null) {
            log.critical("the engine of deployments did not start: the log has the cause");
            return new Result(log);
        }
        Optional<String> trouble = now.restoration().trouble();
        if (trouble.isPresent()) {
            if (!now.restoration().isDone()) {
                log.temporarilyUnavailable("{}", trouble.get());
            } else {
                log.critical("{}", trouble.get());
            }
            return new Result(log);
        }
        new TreeMap<>(now.restoration().failures())
                .forEach((plugin, why) -> log.warn("{} could not be restored: {}", plugin, why));
        log.info("{} plugins are installed", now.plugins().size());
        return new Result(log);
    }
}
