package com.example.review;

import io.bouquet.testkit.Services;
import io.bouquet.testkit.Taggers;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In the JVM of the test. */
class ReviewServiceTest extends ReviewTests {
    static final Taggers TAGGERS =
            Taggers.of().withDefaultModels("en", "sentences", "tokens", "pos", "lemmas", "entities", "sentiment");

    @RegisterExtension
    static final Services SERVICES = Services.of(ReviewService.class, TAGGERS);
}
