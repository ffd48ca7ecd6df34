/** The events that bundles publish, and {@code /api/events}, which sends them to clients. */
@NullMarked
package io.bouquet.events.rest;

import org.jspecify.annotations.NullMarked;
