package io.bouquet.deploy.engine;

import java.nio.file.Path;
import java.util.Objects;
import org.osgi.framework.BundleContext;

/**
 * The folders of the platform, as Karaf names them.
 *
 * @param system the platform's own Maven repository
 * @param shipped settings that the platform ships
 */
record Folders(Path base, Path data, Path etc, Path system, Path shipped) {
    static Folders of(BundleContext context) {
        Path base = Path.of(property(context, "karaf.base", "."));
        Path home = Path.of(property(context, "karaf.home", base.toString()));
        return new Folders(
                base,
                Path.of(property(context, "karaf.data", base.toString())),
                Path.of(property(context, "karaf.etc", base.resolve("etc").toString())),
                home.resolve(property(context, "karaf.default.repository", "system")),
                home.resolve("etc"));
    }

    private static String property(BundleContext context, String name, String otherwise) {
        return Objects.requireNonNullElse(context.getProperty(name), otherwise);
    }
}
