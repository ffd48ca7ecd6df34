/** Put into bundles by tests: each leaves something behind when its bundle goes. */
@NullMarked
package io.bouquet.deploy.engine.leaky;

import org.jspecify.annotations.NullMarked;
