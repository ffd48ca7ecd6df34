/** What stands around every REST resource: JSON, problems, credentials and limits. */
@NullMarked
package io.bouquet.web.internal;

import org.jspecify.annotations.NullMarked;
