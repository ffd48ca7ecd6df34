package io.bouquet.deploy.engine;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;

/** Reads the header that the builds of plugins write for the libraries that they embed. */
final class EmbeddedLibraries {
    /** Clauses {@code group:artifact;version=…;licence=…}. */
    static final String HEADER = "Bouquet-Libraries";

    private EmbeddedLibraries() {}

    /** Returns the libraries of an archive with their versions and licences; empty if it lists none. */
    static Optional<String> of(Archive archive) {
        String libraries = archive.parts().stream()
                .map(part -> part.headers().getOrDefault(HEADER, ""))
                .filter(header -> !header.isBlank())
                .flatMap(header -> Stream.of(Parser.parseHeader(header)))
                .map(EmbeddedLibraries::text)
                .distinct()
                .collect(Collectors.joining(", "));
        return libraries.isEmpty() ? Optional.empty() : Optional.of(libraries);
    }

    private static String text(Clause library) {
        return library.getName() + " " + library.getAttribute("version") + " (" + library.getAttribute("licence") + ")";
    }
}
