package io.bouquet.accounts.jpa;

import io.bouquet.accounts.Account;
import io.bouquet.accounts.Accounts;
import io.bouquet.accounts.Audit;
import io.bouquet.common.BackgroundThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads new passwords from a file in the data folder, which {@code bouquet password} writes. The owner of the folder
 * owns the platform, so no old password is needed. The first line is the account's name, the second line is its
 * password.
 */
final class PasswordReset implements AutoCloseable {
    static final String REQUEST = "password-reset";
    static final String ANSWER = "password-reset.answer";

    private static final Logger LOG = LoggerFactory.getLogger(PasswordReset.class);

    private final Accounts accounts;
    private final Audit audit;
    private final Path request;
    private final Path answer;
    private final BackgroundThread poller = new BackgroundThread("bouquet-password-reset");

    PasswordReset(Accounts accounts, Path data, Audit audit) {
        this.accounts = accounts;
        this.audit = audit;
        this.request = data.resolve(REQUEST);
        this.answer = data.resolve(ANSWER);
    }

    /** Processes a waiting request, and then polls for requests every second. */
    void start() {
        poll();
        poller.repeat(Duration.ofSeconds(1), this::poll);
    }

    synchronized void poll() {
        if (!Files.isRegularFile(request)) {
            return;
        }
        try {
            List<String> lines = Files.readAllLines(request, StandardCharsets.UTF_8);
            String said =
                    lines.size() < 2 ? "the request has no name or no password" : change(lines.get(0), lines.get(1));
            Files.writeString(answer, said + System.lineSeparator());
            Files.delete(request);
        } catch (IOException | RuntimeException e) {
            // for example, the database does not answer: keep the request
            LOG.warn("{} cannot be processed now: {}", request, e.toString());
        }
    }

    private String change(String name, String password) {
        try {
            accounts.changePassword(name, password);
        } catch (IllegalArgumentException e) {
            List<String> administrators = accounts.list().stream()
                    .filter(account -> account.groups().contains(Account.ADMIN))
                    .map(Account::name)
                    .toList();
            return e.getMessage() + " (administrators: " + String.join(", ", administrators) + ")";
        }
        LOG.info("The password of '{}' is changed, as {} asked", name, request);
        audit.done("-", request.toString(), "new password of " + name, "done");
        return "done";
    }

    @Override
    public void close() {
        // do not interrupt: an interrupt makes Derby close its connection
        poller.closeGently(Duration.ofSeconds(10));
    }
}
