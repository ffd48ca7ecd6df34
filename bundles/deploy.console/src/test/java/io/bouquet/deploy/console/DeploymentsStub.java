package io.bouquet.deploy.console;

import io.bouquet.deploy.Change;
import io.bouquet.deploy.Deployments;
import io.bouquet.deploy.Diagnosis;
import io.bouquet.deploy.Finding;
import io.bouquet.deploy.Leak;
import io.bouquet.deploy.Plan;
import io.bouquet.deploy.Plugin;
import io.bouquet.deploy.Receipt;
import io.bouquet.deploy.ReceiptQuery;
import io.bouquet.deploy.Refusal;
import io.bouquet.deploy.RefusedException;
import io.bouquet.deploy.RefusedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has the plugin {@code shout} in version 1.1.0, and begins whatever it is asked; an archive's content is its version. */
final class DeploymentsStub implements Deployments {
    static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

    final Map<String, Receipt> receipts = new LinkedHashMap<>();
    final List<Change> begun = new ArrayList<>();
    final List<Leak> leaks = new ArrayList<>();
    boolean empty;
    ReceiptQuery asked;

    @Override
    public Plan plan(Change change) {
        String to =
                switch (change.kind()) {
                    case INSTALL, UPGRADE -> version(change);
                    case ROLLBACK -> "1.0.0";
                    case REMOVE -> "";
                };
        if (to.equals("broken")) {
            throw new RefusedException(
                    Reason.BAD_ARCHIVE, change.origin() + " is truncated or damaged: was it copied whole?");
        }
        if (change.kind() != Change.Kind.INSTALL
                && (empty || !change.plugin().isEmpty() && !change.plugin().equals("shout"))) {
            throw new RefusedException(Reason.NOT_FOUND, "no plugin named '" + change.plugin() + "' is installed");
        }
        if (change.kind() == Change.Kind.UPGRADE && to.compareTo("1.1.0") <= 0 && !change.downgrade()) {
            throw new RefusedException(Reason.CONFLICT, "shout " + to + " is older than 1.1.0; use rollback");
        }
        if (to.equals("1.1.0")) {
            throw new RefusedException(Reason.CONFLICT, "shout 1.1.0 is installed already");
        }
        boolean sideBySide = change.kind() == Change.Kind.UPGRADE;
        return new Plan(
                change.kind(),
                "shout",
                change.kind() == Change.Kind.INSTALL ? "" : "1.1.0",
                to,
                sideBySide,
                List.of(new Plan.BundleStep(Plan.Action.UPDATE, "com.example.<shout>", to)),
                change.kind() == Change.Kind.REMOVE
                        ? List.of(new Plan.Standstill("route", "/api/shout", Duration.ofSeconds(10)))
                        : List.of(),
                sideBySide ? List.of("1.1.0 serves until " + to + " has passed its checks") : List.of());
    }

    private static String version(Change change) {
        try {
            return Files.readString(change.archive().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Receipt begin(Change change, String account) {
        Plan plan = plan(change);
        begun.add(change);
        Receipt receipt = receipt("r" + begun.size(), change.kind(), plan.from(), plan.to(), account);
        receipts.put(receipt.id(), receipt);
        return receipt;
    }

    static Receipt receipt(String id, Change.Kind kind, String from, String to, String account) {
        return new Receipt(
                id,
                kind,
                "shout",
                account,
                "shout.jar",
                from,
                to,
                from,
                false,
                NOW.minusSeconds(3),
                Optional.empty(),
                Receipt.Outcome.RUNNING,
                "",
                List.of(new Receipt.Step("started " + to, NOW.minusSeconds(2), Duration.ofMillis(750))),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    static Receipt ended(Receipt it, Receipt.Outcome outcome, String reason, Receipt.Cut cut) {
        return new Receipt(
                it.id(),
                it.kind(),
                it.plugin(),
                it.account(),
                it.origin(),
                it.from(),
                it.to(),
                it.from(),
                it.sideBySide(),
                it.began(),
                Optional.of(it.began().plusMillis(1500)),
                outcome,
                reason,
                it.steps(),
                List.of(new Receipt.Check("gold samples", outcome == Receipt.Outcome.DONE, "0.50 of <0.80>")),
                Optional.of(cut),
                Optional.of(2_345_678L));
    }

    @Override
    public Receipt run(Change change, String account) {
        throw new IllegalStateException("the console waits for nothing");
    }

    @Override
    public Optional<Receipt> receipt(String id) {
        return Optional.ofNullable(receipts.get(id));
    }

    @Override
    public List<Receipt> receipts(ReceiptQuery query) {
        asked = query;
        return receipts.values().stream()
                .skip(query.offset())
                .limit(query.limit())
                .toList();
    }

    @Override
    public long count(ReceiptQuery query) {
        return receipts.size();
    }

    @Override
    public List<Plugin> plugins() {
        return empty
                ? List.of()
                : List.of(new Plugin(
                        "shout",
                        "1.1.0",
                        Optional.of("1.0.0"),
                        Optional.of("1.0.0"),
                        Plugin.Format.JAR,
                        "shout-<1.1.0>.jar",
                        NOW.minusSeconds(90)));
    }

    @Override
    public List<Refusal> refusals() {
        return empty ? List.of() : List.of(new Refusal("<bad>.jar", "it is not a JAR or KAR", NOW));
    }

    @Override
    public List<Leak> leaks() {
        return leaks;
    }

    @Override
    public List<String> findHolder(long leak) {
        if (leak != 7) {
            throw new IllegalArgumentException("no leak " + leak);
        }
        return List.of("thread 'shouter'", "java.lang.ThreadLocal$ThreadLocalMap.table");
    }

    @Override
    public Diagnosis diagnose(String name) {
        if (!name.equals("shout")) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_FOUND, "no plugin or bundle '" + name + "' is installed");
        }
        return new Diagnosis(
                "shout",
                "1.1.0",
                "active",
                List.of("tagger shout"),
                List.of(new Finding("missing-layer", "it needs the layer <tokens>", "Install a tagger", "")));
    }

    @Override
    public Diagnosis diagnose(Path archive, String origin) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<Long, Diagnosis> diagnoses(Collection<Long> bundles) {
        return Map.of();
    }
}
