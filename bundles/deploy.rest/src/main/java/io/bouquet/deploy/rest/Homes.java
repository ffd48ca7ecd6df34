package io.bouquet.deploy.rest;

import java.nio.file.Path;
import java.util.Objects;
import org.osgi.framework.BundleContext;

/** Finds the folder of the distribution. */
final class Homes {
    private Homes() {}

    static Path of(BundleContext context) {
        return Path.of(Objects.requireNonNullElse(context.getProperty("karaf.home"), "."));
    }
}
