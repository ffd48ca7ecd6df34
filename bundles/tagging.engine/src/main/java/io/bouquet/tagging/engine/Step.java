package io.bouquet.tagging.engine;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Annotation;
import io.bouquet.tagging.Layers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A step of a plan: one call of a tagger.
 *
 * @param declaration declaration of the tagger at the time of planning
 * @param keeps       layers that the plan uses from the tagger; another tagger may be preferred for the rest
 */
record Step(InstalledTagger tagger, Declaration declaration, List<String> keeps) {
    private static final Comparator<Annotation> BY_BEGIN =
            Comparator.comparingInt(annotation -> annotation.span().begin());

    String name() {
        return declaration.name();
    }

    String version() {
        return declaration.version();
    }

    List<String> requires() {
        return declaration.requires();
    }

    /**
     * Runs the tagger and checks its result.
     *
     * @throws InvalidLayersException if the result has undeclared layers, or spans outside the text
     */
    Layers perform(AnnotatedText text) {
        // the code of a plugin may return null in spite of the signature
        Layers made = tagger.tagger().tag(text);
        List<String> declared = declaration.produces();
        if (made == null) {
            throw new InvalidLayersException("returned null, declared " + declared);
        }
        if (made.names().size() != declared.size() || !made.names().containsAll(declared)) {
            throw new InvalidLayersException("returned the layers " + made.names() + ", declared " + declared);
        }
        int length = text.text().length();
        Layers kept = Layers.none();
        for (String layer : keeps) {
            List<Annotation> annotations = made.get(layer);
            kept = kept.with(layer, inOrder(layer, annotations, length));
        }
        return kept;
    }

    private static List<Annotation> inOrder(String layer, List<Annotation> annotations, int length) {
        boolean sorted = true;
        int last = 0;
        for (Annotation annotation : annotations) {
            if (annotation.span() == null || annotation.label() == null) {
                throw new InvalidLayersException("returned an annotation without span or label in '" + layer + "'");
            }
            if (annotation.span().end() > length) {
                throw new InvalidLayersException(
                        "returned [" + annotation.span().begin() + ", "
                                + annotation.span().end() + ") in '" + layer + "', outside the text of " + length);
            }
            sorted &= annotation.span().begin() >= last;
            last = annotation.span().begin();
        }
        if (sorted) {
            return annotations;
        }
        List<Annotation> copy = new ArrayList<>(annotations);
        copy.sort(BY_BEGIN);
        return copy;
    }
}
