/** Put into bundles by tests: each leaves something behind when its bundle goes. */
@NullMarked
package io.bouquet.deploy.leaks.leaky;

import org.jspecify.annotations.NullMarked;
