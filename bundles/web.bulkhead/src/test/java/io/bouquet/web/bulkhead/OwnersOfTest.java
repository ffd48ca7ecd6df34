package io.bouquet.web.bulkhead;

import java.lang.reflect.Proxy;
import org.osgi.framework.Bundle;
import org.osgi.service.http.runtime.dto.RuntimeDTO;
import org.osgi.service.http.runtime.dto.ServletContextDTO;
import org.osgi.service.http.runtime.dto.ServletDTO;

/** One plugin, {@code slow}, and the platform beside it. */
final class OwnersOfTest {
    private OwnersOfTest() {}

    static void place(BulkheadFilter filter) {
        ServletDTO servlet = new ServletDTO();
        servlet.serviceId = 1;
        servlet.patterns = new String[] {"/slow/*"};
        ServletContextDTO context = new ServletContextDTO();
        context.servletDTOs = new ServletDTO[] {servlet};
        RuntimeDTO runtime = new RuntimeDTO();
        runtime.servletContextDTOs = new ServletContextDTO[] {context};
        Owners owners = new Owners(service -> bundle("slow", 10), bundle -> false);
        owners.add(runtime);
        filter.owners(owners);
    }

    static Bundle bundle(String name, long id) {
        return (Bundle) Proxy.newProxyInstance(
                OwnersOfTest.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getBundleId" -> id;
                    case "getSymbolicName" -> name;
                    case "getLocation" -> "file:" + name + ".jar";
                    case "getLastModified" -> 5L;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
