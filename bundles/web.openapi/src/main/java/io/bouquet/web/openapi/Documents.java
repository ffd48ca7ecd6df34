package io.bouquet.web.openapi;

import io.bouquet.web.openapi.DocumentWriter.Info;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All documents at one time: the whole one, one for each bundle and one for each application.
 *
 * @param byApplication by name, and by path where the path is not the name of another application
 */
record Documents(Document whole, Map<String, Document> byPlugin, Map<String, Document> byApplication) {
    private static final String TITLE = "Bouquet";

    static Documents of(List<Resource> resources, String version, BiConsumer<Resource, Throwable> unreadable) {
        boolean hasTokens = resources.stream().anyMatch(Documents::grantsTokens);
        DocumentWriter writer = new DocumentWriter(true, hasTokens, unreadable);
        String text =
                "The REST API of this platform and its plugins. `?plugin=` and `?application=` give the document of"
                        + " one plugin or application.";
        Map<String, Document> byPlugin = new TreeMap<>();
        group(resources, resource -> resource.owner().bundle()).forEach((bundle, some) -> {
            Resource.Owner owner = some.get(0).owner();
            String about = owner.description().equals(owner.name()) ? "" : owner.description();
            byPlugin.put(bundle, document(writer, new Info(owner.name(), about, owner.version()), some));
        });
        Map<String, Document> byApplication = new TreeMap<>();
        Map<String, Document> byPath = new TreeMap<>();
        group(resources, Resource::application).forEach((name, some) -> {
            Document document = document(writer, new Info(name, "", version), some);
            byApplication.put(name, document);
            byPath.put(some.get(0).base(), document);
        });
        byPath.forEach(byApplication::putIfAbsent);
        return new Documents(document(writer, new Info(TITLE, text, version), resources), byPlugin, byApplication);
    }

    private static boolean grantsTokens(Resource resource) {
        String path = JaxRs.path(JaxRs.ofClass(resource.type(), "javax.ws.rs.Path"));
        return PathTemplate.of(resource.base() + "/" + path).path().equals(DocumentWriter.TOKENS);
    }

    private static Map<String, List<Resource>> group(List<Resource> resources, Function<Resource, String> key) {
        return resources.stream()
                .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toCollection(ArrayList::new)));
    }

    private static Document document(DocumentWriter writer, Info info, Collection<Resource> resources) {
        return Document.of(writer.write(info, resources));
    }

    Optional<Document> ofPlugin(String name) {
        return Optional.ofNullable(byPlugin.get(name));
    }

    Optional<Document> ofApplication(String nameOrPath) {
        return Optional.ofNullable(byApplication.get(nameOrPath));
    }
}
