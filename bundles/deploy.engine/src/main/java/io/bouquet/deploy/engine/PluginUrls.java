package io.bouquet.deploy.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.url.AbstractURLStreamHandlerService;
import org.osgi.service.url.URLConstants;
import org.osgi.service.url.URLStreamHandlerService;

/** Reads {@code plugin:} locations from the store, so that {@code bundle:update} finds the archive of a plugin. */
@Component(service = URLStreamHandlerService.class, property = URLConstants.URL_HANDLER_PROTOCOL + "=plugin")
public final class PluginUrls extends AbstractURLStreamHandlerService {
    private final DefaultDeployments deployments;

    @Activate
    public PluginUrls(@Reference DefaultDeployments deployments) {
        this.deployments = deployments;
    }

    @Override
    public URLConnection openConnection(URL url) throws IOException {
        Path file = deployments
                .file(url.toString())
                .orElseThrow(() -> new IOException("no plugin is installed from " + url
                        + "; plugin:upgrade <archive> brings another version of one"));
        return new URLConnection(url) {
            @Override
            public void connect() {
                // nothing to do for a file
            }

            @Override
            public InputStream getInputStream() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }
}
