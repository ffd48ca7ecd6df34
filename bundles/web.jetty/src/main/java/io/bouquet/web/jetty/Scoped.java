package io.bouquet.web.jetty;

/** What stands before a plugin's object. */
interface Scoped {
    Object original();
}
