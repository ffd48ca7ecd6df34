package io.bouquet.web.jetty;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations for tests: the defaults, but for what is named. */
final class Configs {
    private Configs() {}

    static HttpServer.Config with(Map<String, Object> settings) {
        return (HttpServer.Config) Proxy.newProxyInstance(
                Configs.class.getClassLoader(), new Class<?>[] {HttpServer.Config.class}, (proxy, method, args) -> {
                    if (method.getDeclaringClass() == Annotation.class) {
                        return HttpServer.Config.class;
                    }
                    Object set = settings.get(method.getName());
                    if (set != null) {
                        return set;
                    }
                    return method.getName().equals("port") ? (Object) 0 : method.getDefaultValue();
                });
    }
}
