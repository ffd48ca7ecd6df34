/**
 * Opens the persistence units of plugins: Liquibase first, OpenJPA after it, over one pool of connections. Plugins want
 * {@link io.bouquet.data} instead.
 */
@NullMarked
package io.bouquet.data.openjpa;

import org.jspecify.annotations.NullMarked;
