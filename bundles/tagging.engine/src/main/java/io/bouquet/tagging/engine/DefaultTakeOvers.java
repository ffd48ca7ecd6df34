package io.bouquet.tagging.engine;

import io.bouquet.tagging.LayerOwner;
import io.bouquet.tagging.TakeOvers;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the order of taggers in Config Admin. A change takes effect first and is written then. */
// immediate: the order must be known before the first tagger is ready
@Component(service = TakeOvers.class, immediate = true, configurationPid = DefaultTakeOvers.PID)
@Designate(ocd = DefaultTakeOvers.Config.class)
public final class DefaultTakeOvers implements TakeOvers {
    static final String PID = "io.bouquet.tagging.order";

    private static final Logger LOG = LoggerFactory.getLogger(DefaultTakeOvers.class);

    private final DefaultBroker broker;
    private final ConfigurationAdmin configurations;
    /** Detects older configurations that Config Admin reports after newer ones. Guarded by this. */
    private long revision;

    /** The platform writes it; an operator may edit it. */
    @ObjectClassDefinition(
            name = "Bouquet taggers of one layer",
            description = "Which tagger answers a layer that taggers of several names produce for one language")
    @interface Config {
        @AttributeDefinition(
                name = "Takeovers",
                description = "Names of the taggers that come before all others; tagger:takeover writes it")
        String[] takeovers() default {};

        @AttributeDefinition(
                name = "Bundles",
                description =
                        "Symbolic names of the plugins' bundles that have taggers, in the order of their installation")
        String[] bundles() default {};

        @AttributeDefinition(name = "Revision", description = "Counted by the platform")
        long revision() default Long.MAX_VALUE;
    }

    @Activate
    public DefaultTakeOvers(
            Config config, @Reference DefaultBroker broker, @Reference ConfigurationAdmin configurations) {
        this.broker = broker;
        this.configurations = configurations;
        Order kept = order(config);
        revision = config.revision() == Long.MAX_VALUE ? 0 : config.revision();
        broker.registry().order(kept::then);
        if (!broker.registry().order().equals(kept)) {
            write();
        }
        broker.registry().onOrder(this::write);
    }

    @Modified
    void modified(Config config) {
        synchronized (this) {
            if (config.revision() < revision) {
                return;
            }
        }
        Order kept = order(config);
        broker.registry()
                .order(now -> new Order(kept.takeOvers(), kept.then(now).bundles()));
    }

    @Deactivate
    void deactivate() {
        broker.registry().onOrder(() -> {});
    }

    private static Order order(Config config) {
        return new Order(names(config.takeovers()), names(config.bundles()));
    }

    /** Splits values at commas, because a file may have all names in one text. */
    private static List<String> names(String[] values) {
        return Arrays.stream(values)
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private synchronized void write() {
        Order now = broker.registry().order();
        try {
            Configuration configuration = configurations.getConfiguration(PID, "?");
            Dictionary<String, Object> properties = configuration.getProperties();
            if (properties == null) {
                properties = new Hashtable<>();
            }
            revision = Math.max(System.currentTimeMillis(), revision + 1);
            properties.put("takeovers", now.takeOvers().toArray(String[]::new));
            properties.put("bundles", now.bundles().toArray(String[]::new));
            properties.put("revision", revision);
            configuration.update(properties);
        } catch (IOException e) {
            LOG.warn("the order of taggers serves, but is forgotten at the next start: it cannot be written", e);
        } catch (IllegalStateException e) {
            LOG.debug("the platform stops; the order of taggers is not written", e);
        }
    }

    @Override
    public List<LayerOwner> owners(Collection<String> layers, Collection<String> languages) {
        return broker.registry().owners(layers, languages);
    }

    @Override
    public List<String> allowed() {
        return broker.registry().order().takeOvers();
    }

    @Override
    public void allow(Collection<String> taggers) {
        broker.registry().order(now -> now.allowing(taggers));
    }

    @Override
    public void end(Collection<String> taggers) {
        broker.registry().order(now -> now.ending(taggers));
    }
}
