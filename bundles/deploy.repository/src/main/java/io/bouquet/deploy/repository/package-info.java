/** Reads and writes repositories of plugins: folders, indexes over HTTP, and Maven repositories. */
@NullMarked
package io.bouquet.deploy.repository;

import org.jspecify.annotations.NullMarked;
