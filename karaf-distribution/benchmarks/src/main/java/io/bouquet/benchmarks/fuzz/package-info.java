/** Requests that are made by chance from the platform's OpenAPI document, and the judge of the answers. */
@NullMarked
package io.bouquet.benchmarks.fuzz;

import org.jspecify.annotations.NullMarked;
