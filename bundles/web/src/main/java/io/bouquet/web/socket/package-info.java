/** The API for WebSocket endpoints of plugins. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.web.socket;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
