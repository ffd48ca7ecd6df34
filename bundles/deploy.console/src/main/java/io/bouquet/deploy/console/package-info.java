@NullMarked
package io.bouquet.deploy.console;

import org.jspecify.annotations.NullMarked;
