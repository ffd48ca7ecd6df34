package io.bouquet.web.jetty;

/** A wrapper around a plugin's filter. */
interface Scoped {
    Object original();
}
