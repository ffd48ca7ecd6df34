package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.deploy.spi.UpgradeReview;
import io.bouquet.web.openapi.DocumentWriter.Info;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;

/**
 * Tells what an upgrade breaks for clients of a plugin's REST resources: it compares the document of the running bundle with
 * the document of the classes in the new archive.
 */
@Component
public final class RestUpgradeReview implements UpgradeReview {
    private final LiveResources resources;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable JaxrsServiceRuntime runtime;

    @Activate
    public RestUpgradeReview(BundleContext context) {
        this.resources = new LiveResources(context);
    }

    @Override
    public List<String> breaks(Bundle running, Path archive) {
        JaxrsServiceRuntime known = runtime;
        if (known == null) {
            return List.of();
        }
        List<Resource> live = resources.of(known.getRuntimeDTO()).stream()
                .filter(resource -> resource.owner().bundle().equals(running.getSymbolicName()))
                .toList();
        if (live.isEmpty()) {
            return List.of();
        }
        try (ArchiveClasses classes = new ArchiveClasses(archive, running)) {
            List<String> unreadable = new ArrayList<>();
            JsonNode before = document(live, unreadable);
            JsonNode after = document(next(live, classes), unreadable);
            return unreadable.isEmpty() ? OpenApiDiff.breaks(before, after) : unreadable;
        } catch (IOException | RuntimeException | LinkageError e) {
            return List.of("the REST resources of the new version cannot be read to compare them: " + e);
        }
    }

    private static JsonNode document(List<Resource> resources, List<String> unreadable) {
        return new DocumentWriter(
                        false,
                        false,
                        (resource, e) -> unreadable.add(
                                resource.type().getName() + " cannot be compared with its other version: " + e))
                .write(new Info("", "", ""), resources);
    }

    /** Returns the resources that the new version would have: its components, at the applications of the running ones. */
    private static List<Resource> next(List<Resource> live, ArchiveClasses classes) throws IOException {
        Map<String, Resource> byName = new TreeMap<>();
        live.forEach(resource -> byName.put(resource.type().getName(), resource));
        Set<String> names = new TreeSet<>(classes.components());
        List<Resource> next = new ArrayList<>();
        for (String name : names) {
            Class<?> type;
            try {
                type = classes.loadClass(name);
            } catch (ClassNotFoundException missing) {
                continue;
            }
            if (JaxRs.ofClass(type, "javax.ws.rs.Path") != null) {
                Resource like = byName.getOrDefault(name, live.get(0));
                next.add(new Resource(like.owner(), like.application(), like.base(), type));
            }
        }
        return next;
    }
}
