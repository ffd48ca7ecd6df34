package com.example.cookbook;

import io.bouquet.deploy.spi.BundleCheck;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** A header of your own: the file that the header {@code Cookbook-Menu} of a plugin names must be in it. */
@Component
public final class MenuCheck implements BundleCheck {
    private static final String HEADER = "Cookbook-Menu";

    @Override
    public List<String> faults(Map<String, String> headers, Set<String> entries) {
        String menu = headers.get(HEADER);
        return menu == null || entries.contains(menu)
                ? List.of()
                : List.of(HEADER + " names " + menu + ", which is not in the JAR; put it into src/main/resources");
    }
}
