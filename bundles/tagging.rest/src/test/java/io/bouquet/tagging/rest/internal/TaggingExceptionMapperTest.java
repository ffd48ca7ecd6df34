package io.bouquet.tagging.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.tagging.AwaitedTaggerException;
import io.bouquet.tagging.UnknownLanguageException;
import io.bouquet.tagging.UnknownLayerException;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaggingExceptionMapperTest {
    @Test
    void makesWhatTheBrokerDoesNotKnowAProblemOfTheCaller() {
        ProblemException layer =
                TaggingExceptionMapper.problem(new UnknownLayerException("mood", "en", List.of("tokens")));
        assertThat(layer.status()).isEqualTo(422);
        assertThat(layer.errors()).singleElement().satisfies(error -> {
            assertThat(error.loc()).containsExactly("layers");
            assertThat(error.input()).isEqualTo("mood");
            assertThat(error.msg()).contains("no tagger produces the layer 'mood'", "serving: tokens");
        });
        ProblemException language = TaggingExceptionMapper.problem(new UnknownLanguageException("xx", List.of("en")));
        assertThat(language.status()).isEqualTo(422);
        assertThat(language.errors()).extracting(FieldError::input).containsExactly("xx");
    }

    @Test
    void asksToComeBackWhileATaggerIsBeingReplaced() {
        ProblemException awaited = TaggingExceptionMapper.problem(new AwaitedTaggerException("tokens-en", 10, 2));
        assertThat(awaited.status()).isEqualTo(503);
        assertThat(awaited.retryAfterSeconds()).isEqualTo(2);
    }
}
