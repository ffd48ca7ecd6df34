package io.bouquet.web.shell;

/**
 * A path that the whiteboard serves, or something that stands before such paths.
 *
 * @param method  of HTTP; {@code *} where the servlet decides
 * @param name    of the service; the empty string where it has none
 * @param context name of the JAX-RS application or the servlet context
 * @param bundle  symbolic name and id; the empty string where the whiteboard does not say
 */
record Route(Kind kind, String method, String path, String name, String context, String bundle) {
    /** What answers, or takes part in answering. */
    enum Kind {
        REST,
        SERVLET,
        FILES,
        EXTENSION,
        FILTER,
        PREPROCESSOR;

        /** Whether it answers by itself. */
        boolean answers() {
            return this == REST || this == SERVLET || this == FILES;
        }
    }
}
