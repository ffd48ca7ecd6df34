@NullMarked
package io.bouquet.web.gate;

import org.jspecify.annotations.NullMarked;
