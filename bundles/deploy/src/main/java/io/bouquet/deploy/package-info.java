/** Installs plugins, upgrades them without loss, takes them back, and keeps receipts of it. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.deploy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
