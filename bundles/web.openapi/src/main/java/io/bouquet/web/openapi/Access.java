package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may call an operation.
 *
 * @param roles    groups, of which a caller needs one; empty if all accounts may call it
 * @param scopes   that a token needs
 * @param isPublic whether callers need no account
 */
record Access(List<String> roles, List<String> scopes, boolean isPublic) {
    static final String ADMIN = "admin";
    private static final String SECURED = "io.bouquet.web.Secured";
    private static final List<String> SECURITY = List.of("javax.annotation.security.", "jakarta.annotation.security.");

    /** Reads the annotations of a method, or else those of its class. */
    static Access of(Class<?> type, Notes method) {
        List<Notes> nearest = Stream.concat(
                        Stream.of(method), JaxRs.types(type).stream().map(Notes::of))
                .toList();
        Note secured = nearest.stream()
                .map(notes -> notes.find(SECURED))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        List<String> scopes = secured == null ? List.of() : secured.texts("scopes");
        boolean isPublic = method.swagger("security.SecurityRequirements") != null
                && method.repeated("security.SecurityRequirement", "security.SecurityRequirements")
                        .isEmpty();
        List<String> roles = nearest.stream()
                .map(Access::roles)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(List.of());
        return new Access(roles, scopes, isPublic);
    }

    /** Returns the scopes that a token needs besides those for reading or writing. */
    List<String> tokenScopes() {
        List<String> all = new ArrayList<>(scopes);
        // a token without this scope acts as if its account were not an administrator
        if (roles.equals(List.of(ADMIN)) && !all.contains(ADMIN)) {
            all.add(ADMIN);
        }
        return all;
    }

    /** Returns null if nothing is said about roles. */
    private static @Nullable List<String> roles(Notes notes) {
        for (String start : SECURITY) {
            Note allowed = notes.find(start + "RolesAllowed");
            if (allowed != null) {
                return allowed.texts("value");
            }
            if (notes.has(start + "PermitAll")) {
                return List.of();
            }
        }
        return null;
    }

    /** Returns sentences for the description of the operation. */
    String text() {
        StringBuilder text = new StringBuilder();
        if (!roles.isEmpty()) {
            text.append("\n\nFor accounts in ")
                    .append(roles.size() == 1 ? "the group " : "one of the groups ")
                    .append(String.join(", ", roles))
                    .append('.');
        }
        return text.toString();
    }

    void write(ObjectNode operation) {
        if (isPublic) {
            operation.putArray("security");
        }
        if (!roles.isEmpty()) {
            ArrayNode all = operation.putArray("x-roles");
            roles.forEach(all::add);
        }
    }
}
