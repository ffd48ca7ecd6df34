/** Keeps the Javadoc of REST resources in their JAR, for the OpenAPI document. */
@NullMarked
package io.bouquet.web.openapi.javadoc;

import org.jspecify.annotations.NullMarked;
