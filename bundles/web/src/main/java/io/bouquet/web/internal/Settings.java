package io.bouquet.web.internal;

import java.util.ArrayList;
import java.util.List;

/** The settings of the guard, in the form in which requests need them. */
final class Settings {
    private final List<String> streamPaths;
    private final List<String> uploadPaths;
    private final long maxBodyBytes;
    private final long maxUploadBytes;
    private final String strictTransport;
    private final Hosts hosts;
    private final RateLimits limits;

    Settings(RequestGuard.Config config) {
        this.streamPaths = list(config.streamPaths());
        this.uploadPaths = list(config.uploadPaths());
        this.maxBodyBytes = config.maxBodyBytes();
        this.maxUploadBytes = config.maxUploadBytes();
        this.strictTransport = config.strictTransportSeconds() > 0 ? "max-age=" + config.strictTransportSeconds() : "";
        this.hosts = new Hosts(list(config.hosts()));
        this.limits = new RateLimits(
                config.addressPerMinute(), config.accountPerMinute(), config.tokenPerMinute(), System::nanoTime);
    }

    /** Returns values that are given one by one or separated by commas, as in files. */
    static List<String> list(String[] values) {
        List<String> list = new ArrayList<>();
        for (String value : values) {
            for (String one : value.split(",")) {
                if (!one.isBlank()) {
                    list.add(one.strip());
                }
            }
        }
        return List.copyOf(list);
    }

    long maxBodyBytes(String path) {
        if (isWithin(path, streamPaths)) {
            return Long.MAX_VALUE;
        }
        return isWithin(path, uploadPaths) ? maxUploadBytes : maxBodyBytes;
    }

    private static boolean isWithin(String path, List<String> roots) {
        for (int i = 0; i < roots.size(); i++) {
            if (PlainPath.isWithin(path, roots.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the value of {@code Strict-Transport-Security}; the empty string for no such header. */
    String strictTransport() {
        return strictTransport;
    }

    Hosts hosts() {
        return hosts;
    }

    RateLimits limits() {
        return limits;
    }
}
