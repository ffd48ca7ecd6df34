package io.bouquet.accounts.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.NewToken;
import io.bouquet.accounts.Scopes;
import io.bouquet.accounts.Token;
import io.bouquet.web.ApiResource;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import io.bouquet.web.RequestCaller;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;

/** {@code /api/tokens}: the tokens of the caller's account; administrators also see and revoke those of others. */
@Component(service = TokensResource.class)
@ApiResource
@JSONRequired
@Path("tokens")
@Produces(MediaType.APPLICATION_JSON)
public final class TokensResource {
    static final Duration DEFAULT_VALIDITY = Duration.ofDays(90);

    private static final String ALL = "*";

    private final LiveAccounts live;

    @Activate
    public TokensResource(@Reference LiveAccounts live) {
        this.live = live;
    }

    /**
     * Lists the tokens of the account.
     *
     * @param account name of another account, or {@code *} for all accounts; administrators only
     */
    @GET
    public TokenList list(@QueryParam("account") @Nullable String account, @Context HttpServletRequest request) {
        return list(account, caller(request));
    }

    TokenList list(@Nullable String account, Caller caller) {
        String own = caller.account().name();
        if (account != null && !account.equals(own) && !isAdmin(caller)) {
            throw ProblemException.of(403, "only accounts of the group admin may see the tokens of other accounts");
        }
        List<Token> tokens =
                ALL.equals(account) ? live.tokens().list() : live.tokens().list(account == null ? own : account);
        return new TokenList(tokens.stream().map(WireToken::of).toList());
    }

    /**
     * Returns a token, without its secret.
     *
     * @param id of the token
     */
    @GET
    @Path("{id}")
    public WireToken get(@PathParam("id") String id, @Context HttpServletRequest request) {
        return WireToken.of(visible(id, caller(request)));
    }

    /** Creates a token. The answer shows its secret once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ApiResponse(
            responseCode = "201",
            description = "The token is at `Location`",
            content = @Content(schema = @Schema(implementation = CreatedToken.class)))
    public Response create(Wanted wanted, @Context HttpServletRequest request) {
        CreatedToken created = create(wanted, caller(request));
        return Response.created(URI.create("tokens/" + created.id()))
                .entity(created)
                .build();
    }

    CreatedToken create(Wanted wanted, Caller caller) {
        refuseTokens(caller, "create");
        try {
            return CreatedToken.of(live.tokens()
                    .create(
                            caller.account().name(),
                            wanted.name(),
                            wanted.scopes() == null ? Scopes.DEFAULT : wanted.scopes(),
                            wanted.expiresIn() == null ? DEFAULT_VALIDITY : Duration.ofSeconds(wanted.expiresIn())));
        } catch (IllegalArgumentException e) {
            throw ProblemException.unprocessable(
                    List.of(new FieldError("value_error", List.of("body"), String.valueOf(e.getMessage()), null)));
        }
    }

    /**
     * Revokes a token at once.
     *
     * @param id of the token
     */
    @DELETE
    @Path("{id}")
    public void revoke(@PathParam("id") String id, @Context HttpServletRequest request) {
        revoke(id, caller(request));
    }

    void revoke(String id, Caller caller) {
        refuseTokens(caller, "revoke");
        Token token = visible(id, caller);
        if (!live.tokens().revoke(token.id())) {
            throw notFound(id);
        }
    }

    /** Returns a token that the caller may see; others get the same answer as for one that does not exist. */
    private Token visible(String id, Caller caller) {
        Optional<Token> token = live.tokens().find(id);
        return token.filter(found -> found.account().equals(caller.account().name()) || isAdmin(caller))
                .orElseThrow(() -> notFound(id));
    }

    /** A token that could create tokens would have no end. */
    private static void refuseTokens(Caller caller, String what) {
        if (caller.scopes() != null) {
            throw ProblemException.of(403, "a token cannot " + what + " tokens; send the name and the password");
        }
    }

    private static boolean isAdmin(Caller caller) {
        return caller.account().groups().contains(Account.ADMIN);
    }

    private static Caller caller(HttpServletRequest request) {
        return RequestCaller.of(request)
                .orElseThrow(() -> ProblemException.of(403, "tokens belong to accounts; log in with one"));
    }

    private static ProblemException notFound(String id) {
        return ProblemException.notFound("no token has the id '" + id + "'; GET /api/tokens lists yours");
    }

    /**
     * The wanted token.
     *
     * @param name      for people, to tell tokens apart
     * @param scopes    {@code read} and {@code write} if missing
     * @param expiresIn seconds; 90 days if missing
     */
    record Wanted(
            @JsonProperty(required = true) String name,
            @Nullable List<String> scopes,
            @Nullable Long expiresIn) {}

    record TokenList(List<WireToken> tokens) {}

    /**
     * A token.
     *
     * @param granted whether the token endpoint has granted it
     * @param used about the time of the last use; missing if it was never used
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WireToken(
            String id,
            String account,
            String name,
            SortedSet<String> scopes,
            boolean granted,
            Instant created,
            Instant expires,
            @Nullable Instant used) {
        static WireToken of(Token token) {
            return new WireToken(
                    token.id(),
                    token.account(),
                    token.name(),
                    token.scopes(),
                    token.granted(),
                    token.created(),
                    token.expires(),
                    token.used());
        }
    }

    /**
     * A token that was just created.
     *
     * @param token the secret, shown only in this answer
     */
    record CreatedToken(
            String id,
            String account,
            String name,
            SortedSet<String> scopes,
            Instant created,
            Instant expires,
            String token) {
        static CreatedToken of(NewToken created) {
            Token token = created.token();
            return new CreatedToken(
                    token.id(),
                    token.account(),
                    token.name(),
                    token.scopes(),
                    token.created(),
                    token.expires(),
                    created.secret());
        }
    }
}
