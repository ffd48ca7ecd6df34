package io.bouquet.accounts.console;

import io.bouquet.accounts.NewToken;
import io.bouquet.accounts.Scopes;
import io.bouquet.accounts.Token;
import io.bouquet.accounts.Tokens;
import io.bouquet.console.spi.ConsolePage;
import io.bouquet.console.spi.ConsolePageService;
import io.bouquet.console.spi.PageException;
import io.bouquet.console.spi.PageRequest;
import io.bouquet.console.spi.PageView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The page of the user's own tokens: create, see, revoke. */
@Component
@ConsolePageService(path = "tokens", title = "Tokens", order = 50)
public final class TokensPage implements ConsolePage {
    private static final String REVOKE = "/revoke";
    private static final List<Integer> DAYS = List.of(1, 7, 30, 90, 365);
    private static final int DEFAULT_DAYS = 90;
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private final Tokens tokens;
    private final InstantSource clock;

    @Activate
    public TokensPage(@Reference Tokens tokens) {
        this(tokens, InstantSource.system());
    }

    TokensPage(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** A moment for people and for machines. */
    record Moment(String stamp, String text) {
        static @Nullable Moment of(@Nullable Instant time) {
            return time == null ? null : new Moment(time.toString(), SHOWN.format(time));
        }
    }

    record Row(
            String id,
            String name,
            List<String> scopes,
            boolean granted,
            @Nullable Moment created,
            @Nullable Moment expires,
            boolean expired,
            @Nullable Moment used) {}

    record Scope(String name, String meaning, boolean chosen) {}

    record Days(int number, String text, boolean chosen) {}

    @Override
    public PageView show(PageRequest request) {
        if (request.rest().isEmpty()) {
            return list(request, "");
        }
        if (request.rest().endsWith(REVOKE)) {
            return PageView.of("revoke", Map.of("title", "Revoke", "token", row(own(request))));
        }
        throw new PageException(404, "There is no such page.");
    }

    @Override
    public PageView submit(PageRequest request) {
        if (request.rest().endsWith(REVOKE)) {
            tokens.revoke(own(request).id());
            return PageView.redirect("tokens?revoked");
        }
        if (!request.rest().isEmpty()) {
            throw new PageException(404, "There is no such page.");
        }
        List<String> scopes = new ArrayList<>(request.parameters("scope"));
        for (String one : request.parameter("more").split("[\\s,]+")) {
            if (!one.isEmpty()) {
                scopes.add(one);
            }
        }
        NewToken created;
        try {
            created = tokens.create(request.account(), request.parameter("name"), scopes, days(request));
        } catch (IllegalArgumentException e) {
            return list(request, String.valueOf(e.getMessage()));
        }
        // shown in the answer of the form, because no other page may show it
        return PageView.of(
                "created",
                Map.of(
                        "title", "Created",
                        "token", row(created.token()),
                        "secret", created.secret(),
                        "origin", request.origin()));
    }

    private static Duration days(PageRequest request) {
        String text = request.parameter("days");
        try {
            return Duration.ofDays(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new PageException(400, "The number of days is not a number.");
        }
    }

    /** Returns the token that the path names, if it is one of the user's own. */
    private Token own(PageRequest request) {
        String id = request.rest().substring(0, request.rest().length() - REVOKE.length());
        return tokens.find(id)
                .filter(token -> token.account().equals(request.account()))
                .orElseThrow(() -> new PageException(404, "You have no token '" + id + "'; it may have been revoked."));
    }

    private PageView list(PageRequest request, String problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("problem", problem);
        model.put("revoked", request.parameters().containsKey("revoked"));
        model.put("name", request.parameter("name"));
        model.put("more", request.parameter("more"));
        List<String> chosen = problem.isEmpty() ? List.of(Scopes.READ, Scopes.WRITE) : request.parameters("scope");
        List<Scope> scopes = new ArrayList<>();
        scopes.add(new Scope(Scopes.READ, "see", chosen.contains(Scopes.READ)));
        scopes.add(new Scope(Scopes.WRITE, "annotate, store, change", chosen.contains(Scopes.WRITE)));
        if (request.isAdmin()) {
            scopes.add(new Scope(Scopes.ADMIN, "act as an administrator", chosen.contains(Scopes.ADMIN)));
        }
        model.put("scopes", scopes);
        String days = problem.isEmpty() ? String.valueOf(DEFAULT_DAYS) : request.parameter("days");
        model.put(
                "days",
                DAYS.stream()
                        .map(one -> new Days(
                                one,
                                one == 1 ? "1 day" : one + " days",
                                String.valueOf(one).equals(days)))
                        .toList());
        model.put(
                "tokens", tokens.list(request.account()).stream().map(this::row).toList());
        return PageView.of("tokens", model);
    }

    private Row row(Token token) {
        return new Row(
                token.id(),
                token.name(),
                List.copyOf(token.scopes()),
                token.granted(),
                Moment.of(token.created()),
                Moment.of(token.expires()),
                !token.expires().isAfter(clock.instant()),
                Moment.of(token.used()));
    }
}
