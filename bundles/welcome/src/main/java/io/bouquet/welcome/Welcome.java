package io.bouquet.welcome;

import io.bouquet.common.Threads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.runtime.HttpServiceRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints the banner when the platform answers over HTTP that it is ready. Immediate, because no component references
 * this one.
 */
@Component(
        immediate = true,
        service = {})
public final class Welcome {
    private static final Logger LOG = LoggerFactory.getLogger(Welcome.class);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final String version;
    private final Path passwordFile;
    private final URI base;
    private final ConfigurationAdmin configurations;
    private final Thread thread = Threads.daemon("bouquet-welcome", this::greet);

    @Activate
    public Welcome(
            BundleContext context,
            @Reference(target = "(osgi.http.endpoint=*)") ServiceReference<HttpServiceRuntime> http,
            @Reference ConfigurationAdmin configurations) {
        this.version = context.getBundle().getVersion().toString();
        this.passwordFile = Path.of(context.getProperty("karaf.data"), "admin-password");
        this.base = Endpoint.of(http.getProperty("osgi.http.endpoint"));
        this.configurations = configurations;
        thread.start();
    }

    @Deactivate
    void stop() {
        thread.interrupt();
    }

    private void greet() {
        try {
            awaitReady();
            Banner banner = new Banner(version, base, sshPort(), uptime(), takePassword());
            System.out.println(banner.text());
            LOG.info("Ready after {} ms at {}", uptime().toMillis(), base);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("Ready at {}, but the banner could not be printed", base, e);
        }
    }

    private void awaitReady() throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest ready = HttpRequest.newBuilder(base.resolve("/api/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        while (true) {
            try {
                if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                LOG.debug("No answer from {} yet", base, e);
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** Reads and deletes the file with the random password of 'admin', which the first start writes. */
    private String takePassword() throws IOException {
        if (!Files.exists(passwordFile)) {
            return "";
        }
        String password = Files.readString(passwordFile).strip();
        Files.delete(passwordFile);
        return password;
    }

    private int sshPort() throws IOException {
        Dictionary<String, Object> shell =
                configurations.getConfiguration("org.apache.karaf.shell", "?").getProperties();
        return shell == null
                ? 0
                : Integer.parseInt(String.valueOf(shell.get("sshPort")).strip());
    }

    private static Duration uptime() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }
}
