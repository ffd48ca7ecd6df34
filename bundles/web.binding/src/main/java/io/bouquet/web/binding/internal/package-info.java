/** Binds parameters and bodies of all JAX-RS resources, and validates them and the answers. */
@NullMarked
package io.bouquet.web.binding.internal;

import org.jspecify.annotations.NullMarked;
