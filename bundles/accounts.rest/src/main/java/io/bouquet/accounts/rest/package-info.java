/** The REST resources of tokens, and the OAuth 2.0 token endpoint. */
@NullMarked
package io.bouquet.accounts.rest;

import org.jspecify.annotations.NullMarked;
