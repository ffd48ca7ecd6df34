package com.example.cookbook;

import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** A page of the console: shows the recipes, and adds one. */
@Component
@ConsolePageService(path = "cookbook", title = "Recipes")
public final class RecipesPage implements ConsolePage {
    private final Recipes recipes;

    @Activate
    public RecipesPage(@Reference Recipes recipes) {
        this.recipes = recipes;
    }

    /** What the template shows of a recipe. */
    record Row(String title, int minutes) {}

    @Override
    public PageView show(PageRequest request) {
        return PageView.of(
                "recipes.mustache",
                Map.of(
                        "recipes",
                        recipes.all().stream()
                                .map(recipe -> new Row(recipe.title(), recipe.minutes()))
                                .toList()));
    }

    @Override
    public PageView submit(PageRequest request) {
        String minutes = request.parameter("minutes");
        if (request.parameter("title").isBlank() || !minutes.matches("[1-9]\\d{0,3}")) {
            throw new PageException(422, "a recipe needs a title and its minutes, 1 to 9999");
        }
        recipes.keep(new Recipe(request.parameter("title"), Integer.parseInt(minutes)));
        return PageView.redirect("cookbook");
    }
}
