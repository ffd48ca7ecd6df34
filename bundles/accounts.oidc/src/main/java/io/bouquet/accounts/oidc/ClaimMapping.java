package io.bouquet.accounts.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import io.bouquet.accounts.Account;
import io.bouquet.accounts.Caller;
import io.bouquet.accounts.Scopes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes callers of claims. */
final class ClaimMapping {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@|:+-]{0,127}");

    private final String nameClaim;
    private final String namePrefix;
    private final String groupsClaim;
    private final Map<String, String> groups;
    private final String scopesClaim;
    private final Map<String, String> scopes;
    private final Set<String> defaultScopes;

    ClaimMapping(OidcAuthenticator.Config config) {
        this.nameClaim = config.nameClaim();
        this.namePrefix = config.namePrefix();
        this.groupsClaim = config.groupsClaim();
        this.groups = pairs("groups", config.groups());
        this.scopesClaim = config.scopesClaim();
        this.scopes = pairs("scopes", config.scopes());
        this.defaultScopes = Scopes.checked(list(config.defaultScopes()));
        Set.copyOf(scopes.values()).forEach(scope -> Scopes.checked(List.of(scope)));
    }

    /** Returns values that are given one by one or separated by commas, as in files. */
    private static List<String> list(String[] values) {
        List<String> list = new ArrayList<>();
        for (String value : values) {
            for (String one : value.split(",")) {
                if (!one.isBlank()) {
                    list.add(one.strip());
                }
            }
        }
        return list;
    }

    private static Map<String, String> pairs(String setting, String[] values) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String one : list(values)) {
            int equals = one.lastIndexOf('=');
            if (equals < 1 || equals == one.length() - 1) {
                throw new IllegalArgumentException(
                        OidcAuthenticator.PID + ": '" + one + "' in " + setting + " is not like value=name");
            }
            pairs.put(
                    one.substring(0, equals).strip(), one.substring(equals + 1).strip());
        }
        return pairs;
    }

    /**
     * Returns the caller. It always has scopes, so it never has all rights of the account.
     *
     * @param token names the token in logs and limits
     * @throws IllegalArgumentException if the name is missing or has unusual characters
     */
    Caller caller(JWTClaimsSet claims, String token) {
        Object name = claims.getClaim(nameClaim);
        if (!(name instanceof String text) || !NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("the claim " + nameClaim + " is not a name");
        }
        Set<String> members = new HashSet<>();
        for (String value : values(find(claims.getClaims(), groupsClaim))) {
            String group = groups.get(value);
            if (group != null) {
                members.add(group);
            }
        }
        Object claim = find(claims.getClaims(), scopesClaim);
        Set<String> allowed = new HashSet<>();
        for (String value : values(claim)) {
            String scope = Objects.requireNonNullElse(scopes.get(value), value);
            if (Scopes.isName(scope)) {
                allowed.add(scope);
            }
        }
        return new Caller(new Account(namePrefix + text, members), claim == null ? defaultScopes : allowed, token);
    }

    /** Finds a claim by its name, or in objects by names with dots between them. */
    private static @Nullable Object find(Map<String, Object> claims, String path) {
        Object direct = claims.get(path);
        int dot = path.indexOf('.');
        if (direct != null || dot < 0) {
            return direct;
        }
        return claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(copy(inner), path.substring(dot + 1))
                : null;
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }

    /** Returns the elements of a list, or the words of a text. */
    private static List<String> values(@Nullable Object claim) {
        if (claim instanceof Collection<?> many) {
            return many.stream().map(String::valueOf).toList();
        }
        return claim instanceof String text ? List.of(text.strip().split(" +")) : List.of();
    }
}
