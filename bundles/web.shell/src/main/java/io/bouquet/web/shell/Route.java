package io.bouquet.web.shell;

/**
 * A route of a whiteboard, or a filter, preprocessor or extension for routes.
 *
 * @param method  HTTP method; {@code *} for all methods
 * @param name    name of the service; the empty string if it has none
 * @param context name of the JAX-RS application or the servlet context
 * @param access  groups and scopes that callers need; the empty string if every account may call it
 * @param bundle  symbolic name and id; the empty string if unknown
 */
record Route(Kind kind, String method, String path, String name, String context, String access, String bundle) {
    /** Creates a route that every account may call. */
    Route(Kind kind, String method, String path, String name, String context, String bundle) {
        this(kind, method, path, name, context, "", bundle);
    }

    /** Kinds of services that answer requests or take part in answering. */
    enum Kind {
        REST,
        SERVLET,
        /** An endpoint for WebSockets. */
        SOCKET,
        FILES,
        EXTENSION,
        FILTER,
        PREPROCESSOR;

        /** Returns whether this kind answers requests by itself. */
        boolean answers() {
            return this == REST || this == SERVLET || this == SOCKET || this == FILES;
        }
    }
}
