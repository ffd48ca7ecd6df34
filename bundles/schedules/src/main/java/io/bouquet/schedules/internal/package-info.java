@NullMarked
package io.bouquet.schedules.internal;

import org.jspecify.annotations.NullMarked;
