package io.bouquet.web.socket.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bouquet.web.ProblemException;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places places = new Places(3, 2);

    private int refusal(String account) {
        return catchThrowableOfType(ProblemException.class, () -> places.take(account))
                .status();
    }

    @Test
    void limitsTheSocketsOfAnAccountAndOfAll() {
        places.take("ada");
        places.take("ada");
        assertThat(refusal("ada")).isEqualTo(429);
        places.take("bob");
        assertThat(refusal("bob")).isEqualTo(503);
        places.leave("ada");
        places.take("bob");
        assertThat(refusal("bob")).isEqualTo(429);
    }
}
