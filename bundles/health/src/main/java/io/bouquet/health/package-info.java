/** Liveness and readiness of the platform. Checks are Felix Health Check services. */
@NullMarked
package io.bouquet.health;

import org.jspecify.annotations.NullMarked;
