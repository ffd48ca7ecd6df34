package com.example.cookbook;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** A health check: is there anything to cook? */
@Component(property = {HealthCheck.NAME + "=larder", HealthCheck.TAGS + "=ready"})
public final class Larder implements HealthCheck {
    private final Recipes recipes;

    @Activate
    public Larder(@Reference Recipes recipes) {
        this.recipes = recipes;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        int count = recipes.all().size();
        if (count == 0) {
            log.critical("there are no recipes; POST one to /cookbook/recipes");
        } else {
            log.info("{} recipes", count);
        }
        return new Result(log);
    }
}
