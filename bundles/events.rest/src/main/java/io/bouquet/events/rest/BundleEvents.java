package io.bouquet.events.rest;

import io.bouquet.deploy.PlatformBundles;
import io.bouquet.events.Events;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The events as one bundle publishes them: under its own name, so that no plugin speaks for the platform or another. */
@Component(service = Events.class, scope = ServiceScope.BUNDLE)
public final class BundleEvents implements Events {
    private static final Pattern TOPIC = Pattern.compile("[a-z0-9.-]+(/[a-z0-9.-]+)*");
    private static final int MAX_TOPIC_LENGTH = 200;

    private final EventLog log;
    private final String name;
    private final boolean isPlatform;

    @Activate
    public BundleEvents(@Reference EventLog log, ComponentContext context) {
        this(log, context.getUsingBundle().getSymbolicName(), PlatformBundles.contains(context.getUsingBundle()));
    }

    BundleEvents(EventLog log, String bundle, boolean isPlatform) {
        this.log = log;
        this.name = bundle.toLowerCase(Locale.ROOT).replace('_', '-');
        this.isPlatform = isPlatform;
    }

    @Override
    public void publish(String topic, Map<String, ?> data) {
        publish(topic, Set.of(), data);
    }

    @Override
    public void publish(String topic, Set<String> groups, Map<String, ?> data) {
        if (topic.length() > MAX_TOPIC_LENGTH || !TOPIC.matcher(topic).matches()) {
            throw new IllegalArgumentException("the topic '" + topic
                    + "' is not one; lower-case letters, digits, dots and dashes may be used, with / between parts");
        }
        if (!isPlatform && !topic.equals(name) && !topic.startsWith(name + "/")) {
            throw new IllegalArgumentException(
                    "the topic '" + topic + "' is not one of this bundle; its topics begin with '" + name + "'");
        }
        log.add(topic, Set.copyOf(groups), data);
    }
}
