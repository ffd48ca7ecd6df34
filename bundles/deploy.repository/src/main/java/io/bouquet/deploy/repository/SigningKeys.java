package io.bouquet.deploy.repository;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Ed25519 keys and signatures, in the formats of OpenSSL: PEM files, and 64 bytes for a signature. */
public final class SigningKeys {
    static final int SIGNATURE_BYTES = 64;

    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";

    private SigningKeys() {}

    public static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** Returns a private key as the text of a PEM file. */
    public static String pem(PrivateKey key) {
        return "-----BEGIN " + PRIVATE + "-----\n" + Base64.getEncoder().encodeToString(key.getEncoded())
                + "\n-----END " + PRIVATE + "-----\n";
    }

    /** Returns a public key as operators write it into the configuration: one line of Base64. */
    public static String text(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** @throws RepositoryException if the text is not an Ed25519 private key in PEM */
    public static PrivateKey privateKey(String pem) throws RepositoryException {
        String begin = "-----BEGIN " + PRIVATE + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + PRIVATE + "-----");
        if (from < 0 || to < from) {
            throw new RepositoryException("the file has no line '" + begin
                    + "': it takes an unencrypted Ed25519 key in PEM, as 'bouquet package --new-key' makes it");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
            PrivateKey key = KeyFactory.getInstance("EdDSA").generatePrivate(new PKCS8EncodedKeySpec(der));
            if (key instanceof EdECPrivateKey its && isEd25519(its.getParams())) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new RepositoryException("the private key cannot be read: " + e.getMessage());
        }
        throw new RepositoryException("the private key is not one of " + ALGORITHM);
    }

    /** @throws RepositoryException if the text is not an Ed25519 public key in Base64 or PEM */
    static PublicKey publicKey(String text) throws RepositoryException {
        try {
            byte[] der = Base64.getDecoder()
                    .decode(text.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "")
                            .replaceAll("\\s", ""));
            PublicKey key = KeyFactory.getInstance("EdDSA").generatePublic(new X509EncodedKeySpec(der));
            if (key instanceof EdECPublicKey its && isEd25519(its.getParams())) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new RepositoryException("'key' is not a public Ed25519 key in Base64, as 'bouquet package --new-key'"
                    + " prints it: " + e.getMessage());
        }
        throw new RepositoryException("'key' is not a key of " + ALGORITHM);
    }

    private static boolean isEd25519(NamedParameterSpec parameters) {
        return parameters.getName().equals(ALGORITHM);
    }

    /** Returns the public key of a private one. */
    public static PublicKey publicOf(PrivateKey key) throws RepositoryException {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
        // the JDK derives a public key only while it generates a pair, from the random bytes that it is given
        SecureRandom random = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        };
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, random);
            PublicKey found = generator.generateKeyPair().getPublic();
            byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
            if (verifies(found, probe, sign(key, probe))) {
                return found;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
        throw new RepositoryException("the public key of this private key cannot be found");
    }

    public static byte[] sign(PrivateKey key, byte[] content) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the content cannot be signed", e);
        }
    }

    static boolean verifies(PublicKey key, byte[] content, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(content);
            return signed.length == SIGNATURE_BYTES && signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // the bytes are no signature at all
            return false;
        }
    }
}
