package io.bouquet.accounts.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.LoginDeferredException;
import io.bouquet.accounts.NewToken;
import io.bouquet.accounts.Tokens;
import io.bouquet.web.ApiResource;
import io.bouquet.web.spi.RequestAuthenticator;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JSONRequired;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * {@code POST /api/token}: the OAuth 2.0 token endpoint (RFC 6749) with the grants {@code password} and {@code
 * client_credentials}. It is public, because the credentials are in the form.
 */
@Component(
        service = {TokenEndpoint.class, RequestAuthenticator.class},
        configurationPid = "io.bouquet.accounts.rest")
@ApiResource
@JSONRequired
@Designate(ocd = TokenEndpoint.Config.class)
@Path("token")
@Produces(MediaType.APPLICATION_JSON)
public final class TokenEndpoint implements RequestAuthenticator {
    private static final String PATH = "/api/token";
    private static final String BASIC = "Basic ";
    private static final List<String> SINGLE =
            List.of("grant_type", "username", "password", "client_id", "client_secret", "scope");

    /** Settings of the token endpoint. */
    @ObjectClassDefinition(name = "Bouquet token endpoint")
    @interface Config {
        @AttributeDefinition(description = "Seconds until a token that the endpoint grants expires")
        int grantedSeconds() default 3600;
    }

    private final LiveAccounts live;
    private final Duration validity;

    @Activate
    public TokenEndpoint(Config config, @Reference LiveAccounts live) {
        this(live, Duration.ofSeconds(config.grantedSeconds()));
    }

    TokenEndpoint(LiveAccounts live, Duration validity) {
        this.live = live;
        this.validity = validity;
    }

    @Override
    public Optional<Caller> authenticate(HttpServletRequest request) {
        return Optional.empty();
    }

    @Override
    public boolean isPublic(HttpServletRequest request) {
        return request.getRequestURI().equals(PATH);
    }

    /** Grants a token for a short time, by the grants {@code password} and {@code client_credentials} of OAuth 2.0. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RequestBody(content = @Content(schema = @Schema(implementation = Grant.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The token",
            content = @Content(schema = @Schema(implementation = Granted.class)))
    @ApiResponse(
            responseCode = "400",
            description = "The grant is refused",
            content = @Content(schema = @Schema(implementation = OauthException.OauthError.class)))
    @ApiResponse(
            responseCode = "401",
            description = "The client is not known, or its credentials are wrong",
            content = @Content(schema = @Schema(implementation = OauthException.OauthError.class)))
    @ApiResponse(
            responseCode = "429",
            description = "Too many wrong passwords; try again after the seconds of `Retry-After`",
            content = @Content(schema = @Schema(implementation = OauthException.OauthError.class)))
    @ApiResponse(
            responseCode = "503",
            description = "Temporarily not available; try again after the seconds of `Retry-After`",
            content = @Content(schema = @Schema(implementation = OauthException.OauthError.class)))
    public Response grant(MultivaluedMap<String, String> form, @Context HttpServletRequest request) {
        return grant(form, request.getHeader(HttpHeaders.AUTHORIZATION), request.getRemoteAddr());
    }

    Response grant(MultivaluedMap<String, String> form, @Nullable String authorization, String address) {
        try {
            for (String name : SINGLE) {
                if (form.containsKey(name) && form.get(name).size() > 1) {
                    throw new OauthException("invalid_request", name + " is given more than once");
                }
            }
            String scope = first(form, "scope");
            List<String> scopes =
                    scope.isBlank() ? List.of() : List.of(scope.strip().split(" +"));
            Caller caller =
                    switch (first(form, "grant_type")) {
                        case "password" -> byPassword(form, address);
                        case "client_credentials" -> client(form, authorization, address);
                        case "" -> throw new OauthException("invalid_request", "grant_type is missing");
                        default ->
                            throw new OauthException(
                                    "unsupported_grant_type", "grant_type must be password or client_credentials");
                    };
            return granted(caller, scopes, address);
        } catch (OauthException e) {
            return e.toResponse();
        } catch (LoginDeferredException e) {
            int status = e.reason() == LoginDeferredException.Reason.TOO_MANY_WRONG ? 429 : 503;
            return Response.fromResponse(
                            new OauthException(status, "temporarily_unavailable", String.valueOf(e.getMessage()))
                                    .toResponse())
                    .header(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds())
                    .build();
        }
    }

    private Response granted(Caller caller, List<String> scopes, String address) {
        NewToken created;
        try {
            created = live.tokens().grant(caller, scopes, validity);
        } catch (IllegalArgumentException e) {
            throw new OauthException("invalid_scope", String.valueOf(e.getMessage()));
        }
        live.record(
                caller.shown(),
                address,
                "POST " + PATH + ", granted token " + created.token().id());
        Granted answer = new Granted(
                created.secret(),
                "Bearer",
                Duration.between(created.token().created(), created.token().expires())
                        .toSeconds(),
                String.join(" ", created.token().scopes()));
        return Response.ok(answer).header("Pragma", "no-cache").build();
    }

    private Caller byPassword(MultivaluedMap<String, String> form, String address) {
        String name = first(form, "username");
        String password = first(form, "password");
        if (name.isEmpty() || password.isEmpty()) {
            throw new OauthException("invalid_request", "username or password is missing");
        }
        Optional<Account> account = live.accounts().authenticate(name, password, address);
        return Caller.of(account.orElseThrow(
                () -> new OauthException("invalid_grant", "no account has this name and password")));
    }

    /** Authenticates the client by the form or by HTTP Basic: a token by its id, or an account. */
    private Caller client(MultivaluedMap<String, String> form, @Nullable String authorization, String address) {
        boolean inForm = form.containsKey("client_id") || form.containsKey("client_secret");
        if (inForm && authorization != null) {
            throw new OauthException("invalid_request", "the client sends its credentials in two ways");
        }
        String[] client = authorization == null
                ? new String[] {first(form, "client_id"), first(form, "client_secret")}
                : basic(authorization);
        if (client[0].isEmpty() || client[1].isEmpty()) {
            throw OauthException.invalidClient();
        }
        Optional<Caller> caller = client[1].startsWith(Tokens.PREFIX)
                ? live.tokens().authenticate(client[1], address).filter(found -> found.token()
                        .equals(client[0]))
                : live.accounts().authenticate(client[0], client[1], address).map(Caller::of);
        return caller.orElseThrow(OauthException::invalidClient);
    }

    /** Reads id and secret, which are form-encoded (RFC 6749, 2.3.1). */
    private static String[] basic(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw OauthException.invalidClient();
        }
        try {
            String decoded = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(BASIC.length()).strip()),
                    StandardCharsets.UTF_8);
            int colon = Math.max(0, decoded.indexOf(':'));
            return new String[] {
                URLDecoder.decode(decoded.substring(0, colon), StandardCharsets.UTF_8),
                URLDecoder.decode(decoded.substring(Math.min(decoded.length(), colon + 1)), StandardCharsets.UTF_8)
            };
        } catch (IllegalArgumentException e) {
            throw OauthException.invalidClient();
        }
    }

    private static String first(MultivaluedMap<String, String> form, String name) {
        String value = form.getFirst(name);
        return value == null ? "" : value;
    }

    /**
     * The form, as the OpenAPI document describes it.
     *
     * @param grantType    {@code password} or {@code client_credentials}
     * @param username     of an account, for the grant {@code password}
     * @param password     of the account
     * @param clientId     id of a token or name of an account, for the grant {@code client_credentials}, unless sent by
     *     HTTP Basic
     * @param clientSecret the token, or the password of the account
     * @param scope        scopes with spaces between them; all that the caller may have if missing
     */
    record Grant(
            @JsonProperty(value = "grant_type", required = true)
            String grantType,

            @Nullable String username,
            @Nullable String password,
            @JsonProperty("client_id") @Nullable String clientId,
            @JsonProperty("client_secret") @Nullable String clientSecret,
            @Nullable String scope) {}

    /**
     * A granted token.
     *
     * @param expiresIn seconds
     */
    record Granted(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn,
            String scope) {}
}
