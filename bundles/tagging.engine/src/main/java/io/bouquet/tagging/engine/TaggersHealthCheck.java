package io.bouquet.tagging.engine;

import io.bouquet.tagging.Broker;
import io.bouquet.tagging.TaggerInfo;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reports that the platform is ready when every required layer has a tagger. Models may still be loading. */
@Component(
        service = HealthCheck.class,
        configurationPid = EngineConfig.PID,
        property = {HealthCheck.NAME + "=taggers", HealthCheck.TAGS + "=ready"})
public final class TaggersHealthCheck implements HealthCheck {
    private final List<String> requiredLayers;
    private final Broker broker;

    @Activate
    public TaggersHealthCheck(EngineConfig config, @Reference Broker broker) {
        this(List.of(config.requiredLayers()), broker);
    }

    TaggersHealthCheck(List<String> requiredLayers, Broker broker) {
        this.requiredLayers = requiredLayers;
        this.broker = broker;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Set<String> served = new TreeSet<>();
        int serving = 0;
        for (TaggerInfo tagger : broker.taggers()) {
            if (tagger.state() == TaggerInfo.State.SERVING) {
                serving++;
            } else if (tagger.state() != TaggerInfo.State.RETIRED) {
                log.info("tagger '{}' {}: {}", tagger.name(), tagger.state(), tagger.reason());
            }
        }
        // pipelines include taggers that are being replaced: requests for them wait and are answered
        broker.pipelines().forEach(pipeline -> served.addAll(pipeline.layers()));
        for (String layer : requiredLayers) {
            if (!served.contains(layer)) {
                log.temporarilyUnavailable("no tagger produces the layer '{}'", layer);
            }
        }
        if (serving == 0) {
            log.temporarilyUnavailable("no tagger serves");
        } else {
            log.info("{} taggers serve the layers {}", serving, served);
        }
        return new Result(log);
    }
}
