/** The OpenAPI document of the live REST resources at {@code /openapi.json}, and Swagger UI at {@code /docs}. */
@NullMarked
package io.bouquet.web.openapi;

import org.jspecify.annotations.NullMarked;
