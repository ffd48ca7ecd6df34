/** Heads: small models that judge the vectors of an encoder, their files, their taggers and their trainers. */
@NullMarked
package io.bouquet.tagging.heads;

import org.jspecify.annotations.NullMarked;
