package io.bouquet.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.keyprovider.MultiKeyIdentityProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures Karaf's SSH server beyond Karaf's own settings: disables port forwarding, so that the shell gives no
 * access to the network, and adds an Ed25519 host key to Karaf's RSA key. Karaf registers the server as a service
 * before it starts the server. Immediate, because no component references this one.
 */
@Component(
        immediate = true,
        service = {})
public final class SshServerSettings {
    private static final Logger LOG = LoggerFactory.getLogger(SshServerSettings.class);

    private final Path hostKey;

    @Activate
    public SshServerSettings(BundleContext context) {
        this.hostKey = Path.of(context.getProperty("karaf.data"), "ssh_host_ed25519.key");
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addServer(SshServer server) {
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        try {
            KeyPairProvider current = HostKeys.ed25519(hostKey);
            KeyPairProvider karafs = server.getKeyPairProvider();
            server.setKeyPairProvider(
                    session -> new MultiKeyIdentityProvider(List.of(current, karafs)).loadKeys(session));
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("The host key {} cannot be used; the shell has its RSA host key only", hostKey, e);
        }
    }

    /** Nothing to undo: the server object is discarded. */
    void removeServer(SshServer server) {}
}
