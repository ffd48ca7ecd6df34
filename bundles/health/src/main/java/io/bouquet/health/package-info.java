/** Whether the platform is alive and ready, for whoever runs it. Checks are Felix Health Check services. */
@NullMarked
package io.bouquet.health;

import org.jspecify.annotations.NullMarked;
