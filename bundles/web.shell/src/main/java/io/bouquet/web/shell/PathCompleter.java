package io.bouquet.web.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;

/** Completes the paths that the whiteboards serve. */
@Service
public final class PathCompleter implements Completer {
    @Reference
    BundleContext context;

    @Reference(optional = true)
    @Nullable
    JaxrsServiceRuntime rest;

    @Reference(optional = true)
    @Nullable
    HttpServiceRuntime http;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names = new Whiteboards(context, rest, http, null)
                .routes().routes().stream().map(Route::path).distinct().toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
