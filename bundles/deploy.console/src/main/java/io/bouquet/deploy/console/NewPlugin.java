package io.bouquet.deploy.console;

import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageFile;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import io.bouquet.plugin.scaffold.InvalidProjectException;
import io.bouquet.plugin.scaffold.Kind;
import io.bouquet.plugin.scaffold.Origin;
import io.bouquet.plugin.scaffold.Scaffold;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A form for the project of a new plugin, and the project as a ZIP file. */
final class NewPlugin {
    private final Path home;

    /** A kind, as the form shows it. */
    record KindView(String name, String description, boolean chosen) {}

    /** @param home folder of the distribution */
    NewPlugin(Path home) {
        this.home = home;
    }

    /** Answers the project if the request describes one, and the form otherwise. */
    PageView show(PageRequest request) {
        if (request.parameter("kind").isEmpty()) {
            return form(request, Map.of());
        }
        try {
            Origin origin = Origin.of(home, URI.create(request.origin()));
            Scaffold scaffold =
                    new Scaffold(Kind.of(request.parameter("kind")), request.parameter("name"), group(request), origin);
            ByteArrayOutputStream zip = new ByteArrayOutputStream();
            scaffold.zip(zip);
            return PageView.file(new PageFile(scaffold.name() + ".zip", "application/zip", zip.toByteArray()));
        } catch (InvalidProjectException e) {
            if (e.field() == InvalidProjectException.Field.KIND) {
                throw new PageException(400, e.getMessage() + ".");
            }
            return form(request, Map.of(e.field().name().toLowerCase(Locale.ROOT) + "Problem", e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PageView form(PageRequest request, Map<String, String> problems) {
        String chosen = request.parameter("kind");
        Map<String, Object> model = new HashMap<>(Map.of("nameProblem", "", "groupProblem", ""));
        model.putAll(problems);
        model.put("title", "New plugin");
        model.put("name", request.parameter("name"));
        model.put("group", group(request));
        model.put(
                "kinds",
                Stream.of(Kind.values())
                        .map(kind -> new KindView(
                                kind.word(),
                                kind.description(),
                                chosen.isEmpty()
                                        ? kind == Kind.SERVICE
                                        : kind.word().equals(chosen)))
                        .toList());
        return PageView.of("new", model);
    }

    private static String group(PageRequest request) {
        String group = request.parameter("group");
        return group.isEmpty() ? Scaffold.DEFAULT_GROUP : group;
    }
}
