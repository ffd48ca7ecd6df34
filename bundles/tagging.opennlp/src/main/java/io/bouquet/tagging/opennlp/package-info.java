/** Turns model bundles into taggers by OpenNLP, which lives in this bundle and nowhere else. */
@NullMarked
package io.bouquet.tagging.opennlp;

import org.jspecify.annotations.NullMarked;
