/**
 * Database access for plugins with JPA entities.
 *
 * <p>Such a plugin contains a {@code META-INF/persistence.xml} that is named in the header {@code Meta-Persistence},
 * entities that are enhanced at build time, and a Liquibase change log that is named in the header
 * {@value io.bouquet.data.Migrations#HEADER}. The platform runs the change log before it registers the unit's
 * {@link io.bouquet.data.Transactions} service.
 */
@Export
@Version("1.2.0")
@NullMarked
package io.bouquet.data;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
