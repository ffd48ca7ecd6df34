/**
 * Tests of plugins in a plain JVM, with the parts of the platform that answer in production, or in a real distribution.
 *
 * <p>{@link io.bouquet.testkit.Services} answers requests with a plugin's services; {@link io.bouquet.testkit.Distribution}
 * does so with its JAR in an unpacked distribution. {@link io.bouquet.testkit.Taggers} runs its taggers, and
 * {@link io.bouquet.testkit.Entities} opens its persistence unit.
 */
@NullMarked
package io.bouquet.testkit;

import org.jspecify.annotations.NullMarked;
