package io.bouquet.tagging.engine;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.Span;
import io.bouquet.tagging.spi.Tagger;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Describes a tagger for a test in one line; each produces what its name says. */
record TaggerFixture(
        String name,
        String version,
        int ranking,
        List<String> requires,
        List<String> produces,
        List<String> languages,
        boolean onRequest,
        UnaryOperator<AnnotatedText> before,
        String label,
        String bundle) {
    private static final AtomicLong SERVICE_ID = new AtomicLong();

    static TaggerFixture tagger(String name) {
        return new TaggerFixture(
                name,
                "1.0.0",
                0,
                List.of(),
                List.of(name),
                List.of("en"),
                false,
                UnaryOperator.identity(),
                "",
                "the.bundle");
    }

    TaggerFixture requires(String... layers) {
        return new TaggerFixture(
                name, version, ranking, List.of(layers), produces, languages, onRequest, before, label, bundle);
    }

    TaggerFixture produces(String... layers) {
        return new TaggerFixture(
                name, version, ranking, requires, List.of(layers), languages, onRequest, before, label, bundle);
    }

    TaggerFixture languages(String... codes) {
        return new TaggerFixture(
                name, version, ranking, requires, produces, List.of(codes), onRequest, before, label, bundle);
    }

    TaggerFixture madeOnRequest() {
        return new TaggerFixture(name, version, ranking, requires, produces, languages, true, before, label, bundle);
    }

    TaggerFixture anyLanguage() {
        return languages(new String[0]);
    }

    TaggerFixture version(String other) {
        return new TaggerFixture(name, other, ranking, requires, produces, languages, onRequest, before, label, bundle);
    }

    TaggerFixture ranking(int other) {
        return new TaggerFixture(name, version, other, requires, produces, languages, onRequest, before, label, bundle);
    }

    /** Its symbolic name. */
    TaggerFixture bundle(String other) {
        return new TaggerFixture(
                name, version, ranking, requires, produces, languages, onRequest, before, label, other);
    }

    /** Runs before the layers are made: it may throw, wait, or look at what is there. */
    TaggerFixture doing(UnaryOperator<AnnotatedText> what) {
        return new TaggerFixture(name, version, ranking, requires, produces, languages, onRequest, what, label, bundle);
    }

    /** Name and version unless said otherwise. */
    TaggerFixture labelling(String with) {
        return new TaggerFixture(
                name, version, ranking, requires, produces, languages, onRequest, before, with, bundle);
    }

    InstalledTagger installed() {
        return returning(text -> {
            AnnotatedText seen = before.apply(text);
            String says = label.isEmpty() ? name + " " + version : label;
            Layers made = Layers.none();
            for (String layer : produces) {
                made = made.with(layer, List.of(new Annotation(Span.of(seen.text()), says)));
            }
            return made;
        });
    }

    InstalledTagger returning(Tagger tagger) {
        Declaration declaration =
                new Declaration(name, version, ranking, requires, produces, languages, onRequest, "", bundle, 7);
        return new InstalledTagger(declaration, tagger, SERVICE_ID.incrementAndGet());
    }
}
