package io.bouquet.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

class AllowedMethodsTest {
    private final RuntimeDTO runtime = new RuntimeDTO();
    private long change = 1;

    @SuppressWarnings("unchecked")
    private final AllowedMethods allowed = new AllowedMethods(
            (JaxrsServiceRuntime) proxy(JaxrsServiceRuntime.class, () -> runtime),
            (ServiceReference<JaxrsServiceRuntime>) proxy(ServiceReference.class, () -> change));

    @Test
    void namesTheMethodsOfThePathAndNoOthers() {
        serve(
                "/api",
                "GET documents",
                "POST documents",
                "GET documents/{id}",
                "DELETE documents/{id}",
                "POST /annotate");
        assertThat(allowed.of("/api/documents")).isEqualTo("GET, HEAD, OPTIONS, POST");
        assertThat(allowed.of("/api/documents/7")).isEqualTo("DELETE, GET, HEAD, OPTIONS");
        assertThat(allowed.of("/api/annotate")).isEqualTo("OPTIONS, POST");
        assertThat(allowed.of("/api/annotate/")).isEqualTo("OPTIONS, POST");
        assertThat(allowed.of("/api/nowhere")).isNull();
    }

    @Test
    void prefersThePathWithMoreLiteralCharacters() {
        serve("/", "GET taggers/{name}", "DELETE taggers/{name: .+}", "POST taggers/compare");
        assertThat(allowed.of("/taggers/compare")).isEqualTo("OPTIONS, POST");
        assertThat(allowed.of("/taggers/a/b")).isEqualTo("DELETE, OPTIONS");
    }

    @Test
    void readsAgainWhatTheWhiteboardServesOnceThatHasChanged() {
        serve("/", "GET a");
        assertThat(allowed.of("/a")).isEqualTo("GET, HEAD, OPTIONS");
        serve("/", "PUT a");
        assertThat(allowed.of("/a")).isEqualTo("GET, HEAD, OPTIONS");
        change++;
        assertThat(allowed.of("/a")).isEqualTo("OPTIONS, PUT");
    }

    private void serve(String base, String... methods) {
        ResourceDTO resource = new ResourceDTO();
        resource.resourceMethods = Arrays.stream(methods)
                .map(method -> {
                    ResourceMethodInfoDTO info = new ResourceMethodInfoDTO();
                    info.method = method.split(" ")[0];
                    info.path = method.split(" ", 2)[1];
                    return info;
                })
                .toArray(ResourceMethodInfoDTO[]::new);
        ApplicationDTO application = new ApplicationDTO();
        application.base = base;
        application.resourceDTOs = new ResourceDTO[] {resource};
        runtime.applicationDTOs = new ApplicationDTO[] {application};
    }

    private static Object proxy(Class<?> type, Supplier<Object> answer) {
        return Proxy.newProxyInstance(
                AllowedMethodsTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.get());
    }
}
