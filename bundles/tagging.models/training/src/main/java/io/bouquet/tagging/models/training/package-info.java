/** Makes the models that are not to be had ready-made. Runs at build time and is not shipped. */
@NullMarked
package io.bouquet.tagging.models.training;

import org.jspecify.annotations.NullMarked;
