package io.bouquet.data;

/** Constants for bundles with migrations. */
public final class Migrations {
    /** Manifest header with the path of the bundle's Liquibase change log. */
    public static final String HEADER = "Bouquet-Migrations";

    /** Name of the {@code osgi.extender} capability that a bundle with entities requires. */
    public static final String EXTENDER = "bouquet.data";

    private Migrations() {}
}
