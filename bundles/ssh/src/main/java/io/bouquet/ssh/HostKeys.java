package io.bouquet.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/** The Ed25519 host key in a file in OpenSSH's format. */
final class HostKeys {
    private static final int BITS = 256;

    private HostKeys() {}

    /** Returns the key in {@code file}; creates the file if it is missing, readable by its owner only. */
    static KeyPairProvider ed25519(Path file) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            KeyPair pair = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, BITS);
            Path next =
                    Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
            if (Files.getFileStore(next).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
            }
            try (OutputStream out = Files.newOutputStream(next)) {
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "bouquet", null, out);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return new FileKeyPairProvider(file);
    }
}
