package io.bouquet.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeysTest {
    @TempDir
    Path folder;

    @Test
    void makesTheKeyOnceAndKeepsItFromOthers() throws Exception {
        PublicKey first = key();
        assertThat(KeyUtils.getKeyType(first)).isEqualTo("ssh-ed25519");
        assertThat(key()).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("host.key"))))
                .isEqualTo("rw-------");
    }

    private PublicKey key() throws Exception {
        return HostKeys.ed25519(folder.resolve("host.key"))
                .loadKeys(null)
                .iterator()
                .next()
                .getPublic();
    }
}
