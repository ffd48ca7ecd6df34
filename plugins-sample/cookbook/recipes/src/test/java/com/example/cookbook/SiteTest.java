package com.example.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.bouquet.testkit.Client;
import io.bouquet.testkit.Services;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SiteTest {
    @RegisterExtension
    static final Services SERVICES = Services.of(new Site());

    @Test
    void servesPages(Client client) {
        assertThat(client.get("/cookbook/site/index.html").expect(200).text()).contains("<h1>Cookbook</h1>");
        assertThat(client.get("/cookbook/site/site.css").header("Content-Type")).contains("text/css");
        assertThat(client.anonymous().get("/cookbook/site/index.html").status()).isEqualTo(401);
    }
}
