package io.bouquet.tagging.engine;

import io.bouquet.tagging.Comparison;
import io.bouquet.tagging.Policies;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.TaggerInfo.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the policies in Config Admin, one configuration for each tagger: {@code io.bouquet.tagging.policy~<tagger>}. A
 * policy that is set with this service takes effect first and is written then. Changes of the configuration by an
 * operator take effect as well.
 */
@Component(
        service = {Policies.class, ManagedServiceFactory.class},
        immediate = true,
        property = "service.pid=" + DefaultPolicies.PID)
public final class DefaultPolicies implements Policies, ManagedServiceFactory {
    static final String PID = "io.bouquet.tagging.policy";

    private static final Logger LOG = LoggerFactory.getLogger(DefaultPolicies.class);
    /**
     * Config Admin reports changes with a delay, so an older policy may arrive after a newer one was set. The revision
     * detects this.
     */
    private static final String REVISION = "revision";

    private final DefaultBroker broker;
    private final ConfigurationAdmin configurations;

    // both are guarded by this
    private final Map<String, String> taggers = new HashMap<>();
    private final Map<String, Long> revisions = new HashMap<>();

    @Activate
    public DefaultPolicies(@Reference DefaultBroker broker, @Reference ConfigurationAdmin configurations) {
        this.broker = broker;
        this.configurations = configurations;
        readAll();
    }

    /** Reads all policies before the first tagger is ready. The events of Config Admin come too late. */
    private void readAll() {
        for (Configuration configuration : find("(service.factoryPid=" + PID + ")")) {
            updated(configuration.getPid(), configuration.getProperties());
        }
    }

    @Override
    public String getName() {
        return "Bouquet: which versions of taggers serve";
    }

    @Override
    public synchronized void updated(String pid, Dictionary<String, ?> properties) {
        String tagger = text(properties, "tagger");
        try {
            if (tagger.isEmpty()) {
                throw new IllegalArgumentException("'tagger' is missing");
            }
            long revision = revision(properties);
            if (revision < revisions.getOrDefault(tagger, 0L)) {
                return;
            }
            Policy policy = policy(properties);
            taggers.put(pid, tagger);
            revisions.put(tagger, revision);
            broker.registry().policies(Map.of(tagger, policy));
        } catch (IllegalArgumentException wrong) {
            LOG.warn("the configuration {} is wrong, so nothing changes: {}", pid, wrong.getMessage());
        }
    }

    @Override
    public synchronized void deleted(String pid) {
        String tagger = taggers.remove(pid);
        if (tagger != null && !taggers.containsValue(tagger)) {
            broker.registry().policies(Map.of(tagger, Policy.LATEST));
        }
    }

    private static Policy policy(Dictionary<String, ?> properties) {
        String named = text(properties, "policy");
        Policy.Kind kind = Stream.of(Policy.Kind.values())
                .filter(one -> one.name().equalsIgnoreCase(named))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the policy '" + named + "' is none of latest, pinned, canary, shadow"));
        String percent = text(properties, "percent");
        if (!percent.matches("\\d{0,3}")) {
            throw new IllegalArgumentException("percent is '" + percent + "', not 1 to 99");
        }
        return new Policy(
                kind,
                text(properties, "version"),
                text(properties, "candidate"),
                percent.isEmpty() ? 0 : Integer.parseInt(percent));
    }

    private static String text(Dictionary<String, ?> properties, String key) {
        Object value = properties.get(key);
        return value == null ? "" : value.toString().strip();
    }

    private static long revision(Dictionary<String, ?> properties) {
        return properties.get(REVISION) instanceof Long revision ? revision : Long.MAX_VALUE;
    }

    @Override
    public SortedMap<String, Policy> all() {
        return new TreeMap<>(broker.registry().policies());
    }

    @Override
    public Policy of(String tagger) {
        return broker.registry().policies().getOrDefault(tagger, Policy.LATEST);
    }

    @Override
    public synchronized void set(Map<String, Policy> policies) {
        policies.forEach(this::check);
        broker.registry().policies(policies);
        policies.forEach(this::write);
    }

    private void check(String tagger, Policy policy) {
        List<InstalledTagger> versions = broker.registry().installed().stream()
                .filter(one -> one.name().equals(tagger))
                .toList();
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("there is no tagger '" + tagger + "'");
        }
        Stream.of(policy.version(), policy.candidate())
                .filter(version -> !version.isEmpty())
                .forEach(version -> checkVersion(versions, version));
    }

    private static void checkVersion(List<InstalledTagger> versions, String version) {
        List<InstalledTagger> these =
                versions.stream().filter(one -> one.version().equals(version)).toList();
        String name = versions.get(0).name();
        if (these.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' has no version " + version + "; there are: "
                    + String.join(
                            ", ",
                            versions.stream()
                                    .map(InstalledTagger::version)
                                    .sorted()
                                    .toList()));
        }
        if (these.stream().noneMatch(InstalledTagger::isReady)) {
            InstalledTagger.Progress progress = these.get(0).progress();
            throw new IllegalArgumentException("version " + version + " of '" + name + "' cannot serve: it is "
                    + progress.state().name().toLowerCase(Locale.ROOT)
                    + (progress.state() == State.FAILED ? ": " + progress.reason() : ", try again when it is ready"));
        }
    }

    private void write(String tagger, Policy policy) {
        try {
            Configuration configuration = configurations.getFactoryConfiguration(PID, instance(tagger), "?");
            if (policy.equals(Policy.LATEST)) {
                revisions.put(tagger, lastRevision(tagger) + 1);
                configuration.delete();
                return;
            }
            long revision = Math.max(System.currentTimeMillis(), lastRevision(tagger) + 1);
            Dictionary<String, Object> properties = new Hashtable<>();
            Object file = configuration.getProperties() == null
                    ? null
                    : configuration.getProperties().get("felix.fileinstall.filename");
            if (file != null) {
                properties.put("felix.fileinstall.filename", file); // stays bound to the operator's file
            }
            properties.put("tagger", tagger);
            properties.put("policy", policy.kind().name().toLowerCase(Locale.ROOT));
            properties.put("version", policy.version());
            properties.put("candidate", policy.candidate());
            properties.put("percent", policy.percent());
            properties.put(REVISION, revision);
            revisions.put(tagger, revision);
            configuration.update(properties);
        } catch (IOException e) {
            throw new UncheckedIOException("the policy of '" + tagger + "' serves, but could not be written", e);
        }
    }

    private long lastRevision(String tagger) {
        long last = revisions.getOrDefault(tagger, 0L);
        return last == Long.MAX_VALUE ? 0 : last;
    }

    /** Returns the name of a tagger without the characters that a PID must not contain. */
    private static String instance(String tagger) {
        return tagger.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private List<Configuration> find(String filter) {
        try {
            Configuration @Nullable [] found = configurations.listConfigurations(filter);
            return found == null ? List.of() : List.of(found);
        } catch (IOException e) {
            throw new UncheckedIOException("the policies cannot be read", e);
        } catch (InvalidSyntaxException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public synchronized Policy promote(String tagger, String version) {
        List<InstalledTagger> ready = broker.registry().ready(tagger);
        if (ready.isEmpty()) {
            throw new IllegalArgumentException("no version of '" + tagger + "' is ready");
        }
        Policy now = of(tagger);
        String wanted = !version.isEmpty() ? version : now.candidate();
        if (wanted.isEmpty()) {
            wanted = ready.get(0).version();
        }
        Policy next = ready.get(0).version().equals(wanted) ? Policy.LATEST : Policy.pinned(wanted);
        set(Map.of(tagger, next));
        return next;
    }

    @Override
    public synchronized Policy rollBack(String tagger) {
        Optional<String> serves = broker.registry().servingVersion(tagger);
        List<String> others = broker.registry().ready(tagger).stream()
                .map(InstalledTagger::version)
                .filter(version -> !version.equals(serves.orElse("")))
                .toList();
        String to = broker.registry()
                .previousVersion(tagger)
                .filter(others::contains)
                .or(() -> others.stream().findFirst())
                .orElseThrow(() -> new IllegalArgumentException("no other version of '" + tagger + "' stands by"
                        + serves.map(version -> "; " + version + " serves").orElse("")));
        Policy next = Policy.pinned(to);
        set(Map.of(tagger, next));
        return next;
    }

    @Override
    public Optional<Comparison> comparison(String tagger) {
        return broker.comparison(tagger);
    }
}
