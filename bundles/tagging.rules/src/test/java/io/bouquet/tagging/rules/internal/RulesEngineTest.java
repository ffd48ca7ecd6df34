package io.bouquet.tagging.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.tagging.AnnotatedText;
import io.bouquet.tagging.model.ModelDeclaration;
import io.bouquet.tagging.model.ModelFiles;
import io.bouquet.tagging.rules.RuleErrorException;
import io.bouquet.tagging.spi.Tagger;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulesEngineTest {
    private final RulesEngine engine = new RulesEngine();

    private static ModelDeclaration declaration(Map<String, String> attributes, String... layers) {
        return new ModelDeclaration("my.rules", "rules", "rules", "my", List.of(), List.of(layers), attributes);
    }

    private Tagger tagger(String rules, Map<String, String> attributes) {
        ModelFiles files = new ModelFiles() {
            @Override
            public InputStream open(String path) {
                return new ByteArrayInputStream(rules.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public @Nullable Path dataFile(String name) {
                return null;
            }
        };
        return engine.tagger(declaration(attributes, "products"), files);
    }

    @Test
    void tagsByTheRulesOfAFile() throws Exception {
        Tagger tagger = tagger("[product]\niPhone", Map.of("requires", "none"));
        tagger.load();
        assertThat(tagger.tag(new AnnotatedText("My iPhone", "en")).get("products"))
                .hasSize(1);
    }

    @Test
    void plansWhatTheDeclarationSays() {
        assertThat(engine.plan(declaration(Map.of(), "products")).requires()).containsExactly("sentences", "tokens");
        assertThat(engine.plan(declaration(Map.of("requires", "none"), "products"))
                        .requires())
                .isEmpty();
        assertThatThrownBy(() -> engine.plan(declaration(Map.of())))
                .hasMessageContaining("does not say which layer it makes");
        assertThatThrownBy(() -> engine.plan(declaration(Map.of("need", "pos"), "products")))
                .hasMessageContaining("has an attribute 'need'");
    }

    @Test
    void refusesRulesThatNeedMoreLayersOrHaveErrors() {
        assertThatThrownBy(() -> tagger("[a]\n> lemma:go", Map.of()).load())
                .hasMessage("the rules need the layers [lemmas]: add requires=\"lemmas,sentences,tokens\" to the model"
                        + " 'my.rules'");
        assertThatThrownBy(() -> tagger("[a]\n> (", Map.of()).load())
                .isInstanceOf(RuleErrorException.class)
                .hasMessageStartingWith("line 2: ");
    }
}
