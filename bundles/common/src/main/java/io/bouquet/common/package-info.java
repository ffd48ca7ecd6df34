/** Code that several bundles of the platform need. Each bundle that uses it contains a private copy; plugins cannot see it. */
@NullMarked
package io.bouquet.common;

import org.jspecify.annotations.NullMarked;
