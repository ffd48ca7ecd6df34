/** The main job of the platform on real input, for somebody who sees it for the first time. */
@NullMarked
package io.bouquet.demo;

import org.jspecify.annotations.NullMarked;
