@NullMarked
package io.bouquet.deploy.leaks;

import org.jspecify.annotations.NullMarked;
