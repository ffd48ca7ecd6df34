package com.example.cookbook;

import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Recipes over REST. */
@Component(service = RecipesResource.class)
@JaxrsResource
@Path("cookbook/recipes")
@Produces("application/json")
public final class RecipesResource {
    /** A recipe on the wire. */
    record Wire(
            @NotBlank @Size(max = 200) String title,
            @Min(1) @Max(10_000) int minutes) {}

    private final Recipes recipes;

    @Activate
    public RecipesResource(@Reference Recipes recipes) {
        this.recipes = recipes;
    }

    /** Lists recipes, the quickest first. */
    @GET
    public List<Wire> list() {
        return recipes.all().stream()
                .map(recipe -> new Wire(recipe.title(), recipe.minutes()))
                .toList();
    }

    /** Keeps a recipe. Burnt ones are refused. */
    @POST
    public void keep(@Valid @NotNull Wire recipe) {
        if (recipe.title().contains("burnt")) {
            throw new BurntException(recipe.title());
        }
        recipes.keep(new Recipe(recipe.title(), recipe.minutes()));
    }
}
