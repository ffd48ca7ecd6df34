/** Trains models of labelled texts, evaluates taggers with them, and measures the speed of pipelines. */
@Export
@Version("1.0.0")
@NullMarked
package io.bouquet.training;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
