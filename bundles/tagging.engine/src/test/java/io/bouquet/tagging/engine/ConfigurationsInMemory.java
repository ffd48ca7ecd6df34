package io.bouquet.tagging.engine;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Config Admin as far as policies need it; what it would tell of later, {@link #tell} tells when a test says so. */
final class ConfigurationsInMemory implements ConfigurationAdmin {
    private final Map<String, Kept> kept = new TreeMap<>();
    private final List<Runnable> untold = new ArrayList<>();
    private @Nullable DefaultPolicies listener;

    void listener(DefaultPolicies policies) {
        listener = policies;
    }

    void tell() {
        List<Runnable> now = List.copyOf(untold);
        untold.clear();
        now.forEach(Runnable::run);
    }

    Map<String, Object> properties(String pid) {
        Map<String, Object> all = new TreeMap<>();
        Kept one = kept.get(pid);
        Dictionary<String, Object> properties = one == null ? null : one.getProperties();
        if (properties != null) {
            properties.keys().asIterator().forEachRemaining(key -> all.put(key, properties.get(key)));
        }
        return all;
    }

    @Override
    public Configuration getFactoryConfiguration(String factoryPid, String name, String location) {
        return kept.computeIfAbsent(factoryPid + "~" + name, Kept::new);
    }

    @Override
    public Configuration getFactoryConfiguration(String factoryPid, String name) {
        return getFactoryConfiguration(factoryPid, name, "?");
    }

    @Override
    public Configuration @Nullable [] listConfigurations(@Nullable String filter) {
        return kept.values().stream().filter(one -> one.getProperties() != null).toArray(Configuration[]::new);
    }

    @Override
    public Configuration createFactoryConfiguration(String factoryPid) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration createFactoryConfiguration(String factoryPid, String location) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration getConfiguration(String pid, String location) {
        return kept.computeIfAbsent(pid, Kept::new);
    }

    @Override
    public Configuration getConfiguration(String pid) {
        throw new UnsupportedOperationException();
    }

    private final class Kept implements Configuration {
        private final String pid;
        private @Nullable Dictionary<String, Object> properties;

        Kept(String pid) {
            this.pid = pid;
        }

        @Override
        public String getPid() {
            return pid;
        }

        @Override
        public @Nullable Dictionary<String, Object> getProperties() {
            return properties;
        }

        @Override
        public void update(Dictionary<String, ?> given) {
            Dictionary<String, Object> copy = new Hashtable<>();
            given.keys().asIterator().forEachRemaining(key -> copy.put(key, given.get(key)));
            properties = copy;
            untold.add(() -> {
                if (listener != null) {
                    listener.updated(pid, copy);
                }
            });
        }

        @Override
        public void delete() {
            kept.remove(pid);
            untold.add(() -> {
                if (listener != null) {
                    listener.deleted(pid);
                }
            });
        }

        @Override
        public Dictionary<String, Object> getProcessedProperties(org.osgi.framework.ServiceReference<?> reference) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable String getFactoryPid() {
            return DefaultPolicies.PID;
        }

        @Override
        public void update() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean updateIfDifferent(Dictionary<String, ?> given) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setBundleLocation(@Nullable String location) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable String getBundleLocation() {
            return "?";
        }

        @Override
        public long getChangeCount() {
            return 0;
        }

        @Override
        public void addAttributes(ConfigurationAttribute... attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<ConfigurationAttribute> getAttributes() {
            return Set.of();
        }

        @Override
        public void removeAttributes(ConfigurationAttribute... attributes) {
            throw new UnsupportedOperationException();
        }
    }
}
