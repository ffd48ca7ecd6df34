/**
 * Opens the persistence units of plugins: runs Liquibase, then starts OpenJPA, with one pool of connections. Plugins
 * use {@link io.bouquet.data} instead.
 */
@NullMarked
package io.bouquet.data.openjpa;

import org.jspecify.annotations.NullMarked;
