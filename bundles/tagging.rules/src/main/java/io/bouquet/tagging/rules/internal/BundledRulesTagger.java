package io.bouquet.tagging.rules.internal;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.Layers;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.rules.RuleBook;
import io.bouquet.tagging.rules.RuleErrorException;
import io.bouquet.tagging.spi.Tagger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies the rules of a file in a bundle. */
final class BundledRulesTagger implements Tagger {
    private final ModelDeclaration declaration;
    private final List<String> requires;
    private final ModelFiles files;
    private final String layer;
    private volatile @Nullable RuleBook rules;

    BundledRulesTagger(ModelDeclaration declaration, List<String> requires, ModelFiles files) {
        this.declaration = declaration;
        this.requires = requires;
        this.files = files;
        this.layer = declaration.layerOr("");
    }

    @Override
    public void load() throws IOException, RuleErrorException {
        RuleBook book;
        try (InputStream file = files.open(declaration.path())) {
            book = RuleBook.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
        List<String> missing = new ArrayList<>(book.requires());
        missing.removeAll(requires);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the rules need the layers " + missing + ": add requires=\""
                    + String.join(",", book.requires()) + "\" to the model '" + declaration.path() + "'");
        }
        rules = book;
    }

    @Override
    public Layers tag(AnnotatedText text) {
        RuleBook book = rules;
        if (book == null) {
            throw new IllegalStateException("the rules are not loaded");
        }
        return book.layer(layer, text);
    }
}
