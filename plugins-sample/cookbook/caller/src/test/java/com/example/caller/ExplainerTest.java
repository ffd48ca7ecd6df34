package com.example.caller;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.cookbook.dictionary.Dictionary;
import io.bouquet.testkit.Client;
import io.bouquet.testkit.Services;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExplainerTest {
    private static final Dictionary FAKE =
            word -> Optional.ofNullable(Map.of("fold", "to mix gently").get(word));

    @RegisterExtension
    static final Services SERVICES = Services.of(new Explainer(FAKE));

    @Test
    void explainsWhatTheDictionaryKnows(Client client) {
        assertThat(client.get("/cookbook-caller/fold").expect(200).text()).isEqualTo("to mix gently");
        assertThat(client.get("/cookbook-caller/x").status()).isEqualTo(404);
    }
}
