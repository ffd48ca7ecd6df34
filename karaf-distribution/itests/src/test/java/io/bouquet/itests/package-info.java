/**
 * Tests of what we ship. A {@link io.bouquet.itests.PlatformTest} runs inside the distribution; the others start it as
 * {@code bin/bouquet} does and look at it from outside.
 */
package io.bouquet.itests;
