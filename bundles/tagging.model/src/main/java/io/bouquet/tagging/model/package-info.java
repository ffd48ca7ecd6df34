/**
 * Models in bundles, and the engines that make taggers of them. A bundle declares its models in the header
 * {@code Bouquet-Model}; an engine is a service {@link io.bouquet.tagging.model.ModelEngine}.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.tagging.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
