package io.bouquet.web.openapi;

/**
 * A REST resource.
 *
 * @param application name of its JAX-RS application
 * @param base        path of the application
 */
record Resource(Owner owner, String application, String base, Class<?> type) {
    /**
     * The bundle of a resource.
     *
     * @param bundle symbolic name
     */
    record Owner(String bundle, String name, String description, String version) {}
}
