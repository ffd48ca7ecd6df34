package io.bouquet.deploy.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @Test
    void readsTheKeysThatItWrites() throws RepositoryException {
        KeyPair pair = SigningKeys.generate();
        PrivateKey read = SigningKeys.privateKey(SigningKeys.pem(pair.getPrivate()));
        byte[] signature = SigningKeys.sign(read, CONTENT);
        assertThat(signature).hasSize(SigningKeys.SIGNATURE_BYTES);
        assertThat(SigningKeys.verifies(SigningKeys.publicKey(SigningKeys.text(pair.getPublic())), CONTENT, signature))
                .isTrue();
        assertThat(SigningKeys.publicOf(read)).isEqualTo(pair.getPublic());
    }

    /** Test 2 of RFC 8032, section 7.1. */
    @Test
    void agreesWithTheStandard() throws RepositoryException {
        byte[] der = HexFormat.of()
                .parseHex("302e020100300506032b657004220420"
                        + "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        PrivateKey key = SigningKeys.privateKey("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(der) + "\n-----END PRIVATE KEY-----\n");
        assertThat(SigningKeys.sign(key, new byte[] {0x72}))
                .isEqualTo(HexFormat.of()
                        .parseHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
        assertThat(SigningKeys.publicOf(key).getEncoded())
                .endsWith(HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    }

    @Test
    void refusesOtherContentOtherKeysAndGarbage() {
        KeyPair pair = SigningKeys.generate();
        byte[] signature = SigningKeys.sign(pair.getPrivate(), CONTENT);
        assertThat(SigningKeys.verifies(pair.getPublic(), new byte[1], signature))
                .isFalse();
        assertThat(SigningKeys.verifies(SigningKeys.generate().getPublic(), CONTENT, signature))
                .isFalse();
        assertThat(SigningKeys.verifies(pair.getPublic(), CONTENT, new byte[64]))
                .isFalse();
        assertThat(SigningKeys.verifies(pair.getPublic(), CONTENT, new byte[3])).isFalse();
    }

    @Test
    void namesTheWayOutOfAWrongKey() {
        assertThatThrownBy(() -> SigningKeys.publicKey("abc")).hasMessageContaining("--new-key");
        assertThatThrownBy(() -> SigningKeys.privateKey("-----BEGIN RSA PRIVATE KEY-----"))
                .hasMessageContaining("BEGIN PRIVATE KEY");
    }
}
