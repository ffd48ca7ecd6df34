package com.example.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.testkit.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FeedbackTest {
    @RegisterExtension
    static final Services SERVICES = Services.of(new Feedback());

    @Test
    void asks(Client client) {
        assertThat(client.get("/feedback").text()).isEqualTo("Tell us what you think.");
    }
}
