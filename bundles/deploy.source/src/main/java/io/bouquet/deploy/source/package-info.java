@NullMarked
package io.bouquet.deploy.source;

import org.jspecify.annotations.NullMarked;
