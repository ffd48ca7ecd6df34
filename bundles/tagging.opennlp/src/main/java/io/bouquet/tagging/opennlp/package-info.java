/** Registers taggers for model bundles, with OpenNLP, which is embedded in this bundle only. */
@NullMarked
package io.bouquet.tagging.opennlp;

import org.jspecify.annotations.NullMarked;
