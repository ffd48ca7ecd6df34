package com.example.cookbook;

import io.bouquet.data.Transactions;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** A database: keeps recipes in a table. Thread-safe. */
@Component(service = Recipes.class)
public final class Recipes {
    private final Transactions transactions;

    @Activate
    public Recipes(@Reference(target = "(data.unit=cookbook)") Transactions transactions) {
        this.transactions = transactions;
    }

    /** Adds a recipe, or replaces the one with its title. */
    void keep(Recipe recipe) {
        transactions.run(entities -> entities.merge(recipe));
    }

    /** Returns all recipes, the quickest first. */
    List<Recipe> all() {
        return transactions.call(entities -> entities.createQuery(
                        "select one from Recipe one order by one.minutes, one.title", Recipe.class)
                .setMaxResults(100)
                .getResultList());
    }
}
