package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the account {@code admin} if there are no accounts, with the given password or a random one. */
final class FirstStart {
    static final String ADMIN_NAME = "admin";
    static final String PASSWORD_VARIABLE = "BOUQUET_ADMIN_PASSWORD";
    static final String PASSWORD_FILE = "admin-password";

    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);
    /** 32 characters, without the similar ones: 0 and o, 1 and l. */
    private static final String CHARACTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;

    private final Accounts accounts;
    private final Path data;
    private final SecureRandom random;

    FirstStart(Accounts accounts, Path data, SecureRandom random) {
        this.accounts = accounts;
        this.data = data;
        this.random = random;
    }

    void run(@Nullable String wanted) {
        if (!accounts.list().isEmpty()) {
            return;
        }
        if (wanted != null && !wanted.isEmpty()) {
            try {
                accounts.create(ADMIN_NAME, wanted, List.of(Account.ADMIN));
                LOG.info("First start: the account '{}' has the password of {}", ADMIN_NAME, PASSWORD_VARIABLE);
                return;
            } catch (IllegalArgumentException e) {
                LOG.error("{} is not taken, a random password is used instead: {}", PASSWORD_VARIABLE, e.getMessage());
            }
        }
        String password = randomPassword();
        // write the file first: without it nobody could use the account
        Path file = write(password);
        accounts.create(ADMIN_NAME, password, List.of(Account.ADMIN));
        LOG.info("First start: the account '{}' has a random password, which is in {}", ADMIN_NAME, file);
    }

    private String randomPassword() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i > 0 && i % GROUP_LENGTH == 0) {
                password.append('-');
            }
            password.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return password.toString();
    }

    private Path write(String password) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path file = data.resolve(PASSWORD_FILE);
        try {
            // atomic, and never readable by others
            Path part = Files.createTempFile(Files.createDirectories(data), PASSWORD_FILE, ".part", ownerOnly);
            Files.writeString(part, password + System.lineSeparator(), StandardCharsets.US_ASCII);
            return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the first password cannot be written to " + file, e);
        }
    }
}
