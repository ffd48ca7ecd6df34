/** Accepts the JSON Web Tokens of an OpenID provider as credentials. */
@NullMarked
package io.bouquet.accounts.oidc;

import org.jspecify.annotations.NullMarked;
