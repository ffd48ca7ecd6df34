/**
 * The API for REST resources: their place in the platform's API, who may call them, problems as answers, and the lease of a
 * request.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.bouquet.web;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
