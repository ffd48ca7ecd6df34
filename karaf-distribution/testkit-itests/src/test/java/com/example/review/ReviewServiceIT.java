package com.example.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.testkit.Distribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In the distribution. */
class ReviewServiceIT extends ReviewTests {
    @RegisterExtension
    static final Distribution DISTRIBUTION =
            Distribution.with("../../plugins-sample/review-service/target/review-service-1.0.0.jar");

    @Test
    void isListedAsAPlugin() {
        assertThat(DISTRIBUTION.shell("plugin:list")).contains("review-service");
        assertThatThrownBy(() -> DISTRIBUTION.shell("plugin:none"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("plugin:none");
        assertThatThrownBy(() -> DISTRIBUTION.install("pom.xml"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("pom.xml is not installed");
    }
}
