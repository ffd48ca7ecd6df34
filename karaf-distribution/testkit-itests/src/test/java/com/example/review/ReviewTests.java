package com.example.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.testkit.Client;
import io.bouquet.testkit.StreamedAnswer;
import io.bouquet.web.FieldError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for the service wherever it runs. */
abstract class ReviewTests {
    private static final Map<String, Object> REVIEW = Map.of(
            "text", "Anna Smith loves this great camera.", "stars", 5, "bought", "2026-01-02", "labels", List.of());

    @Test
    void readsAReview(Client client) {
        JsonNode insight = client.post("/reviews?tags=3", REVIEW).expect(200).json();
        assertThat(insight.path("sentiment").asText()).isEqualTo("positive");
        assertThat(insight.path("tags")).extracting(JsonNode::asText).contains("camera");
    }

    @Test
    void findsAllErrors(Client client) {
        assertThat(client.post("/reviews", "{\"text\": \" \", \"stars\": 6, \"labels\": []}")
                        .errors())
                .extracting(FieldError::place)
                .containsExactlyInAnyOrder("body.text", "body.stars", "body.bought");
    }

    @Test
    void needsAnAccountAndTheScope(Client client) {
        assertThat(client.anonymous().post("/reviews", REVIEW).status()).isEqualTo(401);
        Client critic = client.as("critic", "critics");
        assertThat(critic.withScopes("read", "write").post("/reviews", REVIEW).status())
                .isEqualTo(403);
        assertThat(critic.withScopes("write", "reviews")
                        .post("/reviews", REVIEW)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void readsManyReviews(Client client) {
        try (StreamedAnswer lines = client.call("POST", "/reviews/stream").json(List.of(REVIEW, REVIEW)).stream()) {
            assertThat(lines.lines(JsonNode.class))
                    .hasSize(2)
                    .allMatch(line -> line.path("sentiment").asText().equals("positive"));
        }
    }
}
