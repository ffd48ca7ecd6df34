package com.example.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.testkit.Client;
import io.bouquet.testkit.Components;
import io.bouquet.testkit.Entities;
import io.bouquet.testkit.Services;
import io.bouquet.web.FieldError;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What keeps recipes in the database: REST, the page, the command and the health check, with the mapper and the filter. */
class RecipesTest {
    @RegisterExtension
    final Entities entities = Entities.ofPlugin(Recipe.class);

    @RegisterExtension
    final Services services =
            Services.of(Recipes.class, RecipesResource.class, new BurntMapper(), new Cook(), entities);

    private Recipes recipes() {
        return Components.create(Recipes.class, entities.transactions());
    }

    @Test
    void keepsRecipesInTheDatabase(Client client) {
        client.post("/cookbook/recipes", Map.of("title", "Soup", "minutes", 30)).expect(204);
        client.post("/cookbook/recipes", Map.of("title", "Toast", "minutes", 5)).expect(204);
        client.post("/cookbook/recipes", Map.of("title", "Soup", "minutes", 25)).expect(204);
        assertThat(client.get("/cookbook/recipes").list(RecipesResource.Wire.class))
                .containsExactly(new RecipesResource.Wire("Toast", 5), new RecipesResource.Wire("Soup", 25));
        assertThat(client.post("/cookbook/recipes", Map.of("title", "", "minutes", 0))
                        .errors())
                .extracting(FieldError::place)
                .containsExactlyInAnyOrder("body.title", "body.minutes");
    }

    @Test
    void mapsItsOwnExceptionAndAddsAHeader(Client client) {
        var refused = client.post("/cookbook/recipes", Map.of("title", "burnt toast", "minutes", 9));
        assertThat(refused.expect(409).json().path("detail").asText())
                .isEqualTo("'burnt toast' is burnt; cook it again");
        assertThat(client.get("/cookbook/recipes").header("X-Cook")).contains("Ada");
    }

    @Test
    void showsAndAddsRecipesInTheConsole() {
        RecipesPage page = new RecipesPage(recipes());
        page.submit(request(Map.of("title", List.of("Soup"), "minutes", List.of("30"))));
        assertThat(page.show(request(Map.of())).model().get("recipes"))
                .isEqualTo(List.of(new RecipesPage.Row("Soup", 30)));
        assertThatThrownBy(() -> page.submit(request(Map.of()))).isInstanceOf(PageException.class);
    }

    private static PageRequest request(Map<String, List<String>> parameters) {
        return new PageRequest("ada", "", parameters, "http://localhost:8181");
    }

    @Test
    void listsRecipesInTheShell() {
        Recipes recipes = recipes();
        recipes.keep(new Recipe("Soup", 30));
        recipes.keep(new Recipe("Toast", 5));
        ListRecipes command = new ListRecipes();
        command.recipes = recipes;
        command.minutes = 10;
        assertThat(printed(command)).isEqualTo("Toast, 5 min");
    }

    private static String printed(ListRecipes command) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            command.execute();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void isHealthyIfThereIsSomethingToCook() {
        Larder larder = new Larder(recipes());
        assertThat(larder.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
        recipes().keep(new Recipe("Toast", 5));
        assertThat(larder.execute().isOk()).isTrue();
    }
}
