@NullMarked
package io.bouquet.deploy.engine;

import org.jspecify.annotations.NullMarked;
