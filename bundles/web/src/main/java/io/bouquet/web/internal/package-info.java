/** JSON, problems, credentials and limits for every REST resource. */
@NullMarked
package io.bouquet.web.internal;

import org.jspecify.annotations.NullMarked;
