package io.bouquet.web.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceMethodInfoDTO;

/** Services 1 to 9 are the platform's, each in the bundle with the service's id; others are plugins'. */
class OwnersTest {
    private final Owners owners = new Owners(OwnersTest::bundle, bundle -> bundle.getBundleId() < 10);

    @Test
    void findsTheOwnerOfAResource() {
        rest(application("/api", 1, resource(1, "/api-own"), resource(2, "/annotate")), resource(10, "/hello/{name}"));
        assertThat(owners.of("/hello/Ada").bundleId()).isEqualTo(10);
        assertThat(owners.of("//hello/Ada").bundleId()).isEqualTo(10);
        assertThat(owners.of("/hello/Ada").plugin()).isEqualTo("bundle-10");
        assertThat(owners.of("/api/annotate").isPlatform()).isTrue();
        assertThat(owners.of("/nowhere").isPlatform()).isTrue();
        assertThat(owners.has(owners.of("/hello/Ada"))).isTrue();
        assertThat(owners.has(new Owners.Owner("bundle-11", 11, 5))).isFalse();
    }

    @Test
    void tellsPluginsApartThatShareAFirstSegment() {
        rest(
                application("/own", 12, resource(13, "/guest/{id: [0-9/]+}")),
                resource(10, "/shop/{id}"),
                resource(11, "/shop/{id}/items"),
                resource(14, "/shop/new"),
                locator(15, "/shop/sub/{id}"));
        assertThat(owners.of("/shop/7").bundleId()).isEqualTo(10);
        assertThat(owners.of("/shop/7/items").bundleId()).isEqualTo(11);
        assertThat(owners.of("/shop/new").bundleId()).isEqualTo(14);
        assertThat(owners.of("/shop/sub/7/and/below").bundleId()).isEqualTo(15);
        assertThat(owners.of("/shop/7/nothing").isPlatform()).isTrue();
        assertThat(owners.of("/own/else").bundleId()).isEqualTo(12);
        assertThat(owners.of("/own/guest/7").bundleId()).isEqualTo(13);
    }

    @Test
    void findsTheOwnerOfAServlet() {
        servlets("/", servlet(20, "/plain", "/tree/*"), servlet(1, "/*"));
        servlets("/context", servlet(21, "/*"));
        assertThat(owners.of("/plain").bundleId()).isEqualTo(20);
        assertThat(owners.of("/tree/a/b").bundleId()).isEqualTo(20);
        assertThat(owners.of("/context/a").bundleId()).isEqualTo(21);
        assertThat(owners.of("/else").isPlatform()).isTrue();
    }

    @Test
    void knowsPathsThatBeginWithAVariable() {
        rest(application("/api", 1, resource(1, "/a")), resource(10, "/{any}"));
        assertThat(owners.of("/x").bundleId()).isEqualTo(10);
        assertThat(owners.of("/api/a").isPlatform()).isTrue();
    }

    private void rest(ApplicationDTO own, ResourceDTO... ofDefault) {
        var runtime = new org.osgi.service.jaxrs.runtime.dto.RuntimeDTO();
        runtime.defaultApplication = application("/", -1, ofDefault);
        runtime.applicationDTOs = new ApplicationDTO[] {own};
        owners.add(runtime);
    }

    private static ApplicationDTO application(String base, long service, ResourceDTO... resources) {
        ApplicationDTO application = new ApplicationDTO();
        application.base = base;
        application.serviceId = service;
        application.resourceDTOs = resources;
        return application;
    }

    private static ResourceDTO resource(long service, String path) {
        ResourceDTO resource = locator(service, path);
        resource.resourceMethods[0].method = "GET";
        return resource;
    }

    private static ResourceDTO locator(long service, String path) {
        ResourceDTO resource = new ResourceDTO();
        resource.serviceId = service;
        resource.resourceMethods = new ResourceMethodInfoDTO[] {new ResourceMethodInfoDTO()};
        resource.resourceMethods[0].path = path;
        return resource;
    }

    private void servlets(String contextPath, ServletDTO... servlets) {
        var runtime = new org.osgi.service.http.runtime.dto.RuntimeDTO();
        ServletContextDTO context = new ServletContextDTO();
        context.contextPath = contextPath;
        context.servletDTOs = servlets;
        runtime.servletContextDTOs = new ServletContextDTO[] {context};
        owners.add(runtime);
    }

    private static ServletDTO servlet(long service, String... patterns) {
        ServletDTO servlet = new ServletDTO();
        servlet.serviceId = service;
        servlet.patterns = patterns;
        return servlet;
    }

    private static Bundle bundle(long id) {
        return OwnersOfTest.bundle("bundle-" + id, id);
    }
}
