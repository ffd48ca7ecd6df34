/** Builds plugins for build tools other than Maven. */
@NullMarked
package io.bouquet.plugin.packager;

import org.jspecify.annotations.NullMarked;
