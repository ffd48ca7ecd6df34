/** What a REST resource uses: its place in the API, and problems to answer with. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.web;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
