/**
 * What a plugin with entities uses: its persistence unit, in transactions.
 *
 * <p>Such a plugin carries a {@code META-INF/persistence.xml} that the {@code Meta-Persistence} header names, entities
 * enhanced at build time, and a Liquibase change log that the {@value io.bouquet.data.Migrations#HEADER} header names.
 * The change log runs before the unit's {@link io.bouquet.data.Transactions} service appears.
 */
@Export
@Version("1.2.0")
@NullMarked
package io.bouquet.data;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
