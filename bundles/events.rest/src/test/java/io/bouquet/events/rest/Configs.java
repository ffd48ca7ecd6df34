package io.bouquet.events.rest;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations for tests: the defaults, but for what is named. */
final class Configs {
    private Configs() {}

    static EventLog.Config with(Map<String, Object> settings) {
        return (EventLog.Config) Proxy.newProxyInstance(
                Configs.class.getClassLoader(), new Class<?>[] {EventLog.Config.class}, (proxy, method, args) -> {
                    if (method.getDeclaringClass() == Annotation.class) {
                        return EventLog.Config.class;
                    }
                    return settings.getOrDefault(method.getName(), method.getDefaultValue());
                });
    }
}
