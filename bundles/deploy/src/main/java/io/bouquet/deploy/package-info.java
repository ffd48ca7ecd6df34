/** Installs, upgrades, rolls back and removes plugins without losing requests, and keeps a receipt of each change. */
@Export
@Version("1.1.0")
@NullMarked
package io.bouquet.deploy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
