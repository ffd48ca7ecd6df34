package com.example.cookbook;

import com.example.cookbook.dictionary.Dictionary;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Shares an API: other plugins reference the service {@link Dictionary}. */
@Component
public final class KitchenDictionary implements Dictionary {
    private static final Map<String, String> MEANINGS =
            Map.of("simmer", "to cook just below boiling", "zest", "the outer peel of a citrus fruit");

    @Override
    public Optional<String> meaning(String word) {
        return Optional.ofNullable(MEANINGS.get(word.toLowerCase(Locale.ROOT)));
    }
}
