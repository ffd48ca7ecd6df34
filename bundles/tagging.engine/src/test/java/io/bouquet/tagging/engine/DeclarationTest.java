package io.bouquet.tagging.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class DeclarationTest {
    @Test
    void hasTheVersionOfItsBundle() {
        assertThat(of(Map.of("tagger.name", "shout", "tagger.produces", "emphasis"))
                        .version())
                .isEqualTo("1.2.3");
    }

    @Test
    void mayHaveAVersionOfItsOwn() {
        assertThat(of(Map.of("tagger.name", "shout", "tagger.produces", "emphasis", "tagger.version", "9"))
                        .version())
                .isEqualTo("9");
    }

    @Test
    void takesOneNameOrSeveral() {
        Declaration declaration = of(Map.of(
                "tagger.name",
                "shout",
                "tagger.produces",
                new String[] {"emphasis", "volume"},
                "tagger.requires",
                List.of("tokens")));
        assertThat(declaration.produces()).containsExactly("emphasis", "volume");
        assertThat(declaration.requires()).containsExactly("tokens");
        assertThat(declaration.languages()).isEmpty();
        assertThat(declaration.onRequest()).isFalse();
    }

    @Test
    void mayWorkOnRequestOnly() {
        assertThat(of(Map.of("tagger.name", "shout", "tagger.produces", "emphasis", "tagger.onRequest", true))
                        .onRequest())
                .isTrue();
    }

    @Test
    void refusesATaggerWithoutAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(Map.of("tagger.produces", "emphasis")))
                .withMessageContaining("tagger.name");
    }

    @Test
    void refusesATaggerThatProducesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(Map.of("tagger.name", "shout", "tagger.produces", new String[0])))
                .withMessageContaining("tagger.produces")
                .withMessageContaining("shout");
    }

    private static Declaration of(Map<String, Object> properties) {
        return Declaration.of(properties, Version.parseVersion("1.2.3"), "the.bundle", 7);
    }
}
