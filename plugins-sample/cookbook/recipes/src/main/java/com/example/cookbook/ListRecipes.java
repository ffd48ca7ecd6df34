package com.example.cookbook;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** A shell command: {@code cookbook:recipes}. The shell makes a new instance for each call. */
@Service
@Command(scope = "cookbook", name = "recipes", description = "Lists the recipes, the quickest first")
public final class ListRecipes implements Action {
    @Reference
    Recipes recipes;

    @Option(name = "--within", description = "Only recipes that take at most so many minutes")
    int minutes = Integer.MAX_VALUE;

    @Override
    public Object execute() {
        recipes.all().stream()
                .filter(recipe -> recipe.minutes() <= minutes)
                .forEach(recipe -> System.out.println(recipe.title() + ", " + recipe.minutes() + " min"));
        return null;
    }
}
