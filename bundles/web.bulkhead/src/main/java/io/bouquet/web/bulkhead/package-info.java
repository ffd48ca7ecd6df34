/** Keeps one plugin's slow requests from taking all threads of the HTTP server. */
@NullMarked
package io.bouquet.web.bulkhead;

import org.jspecify.annotations.NullMarked;
