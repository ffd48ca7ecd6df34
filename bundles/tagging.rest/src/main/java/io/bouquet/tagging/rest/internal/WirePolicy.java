package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.bouquet.tagging.Policy;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A policy in a REST request or response. */
record WirePolicy(
        String policy,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String version,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String candidate,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int percent) {
    private static final String KINDS =
            Arrays.stream(Policy.Kind.values()).map(WirePolicy::name).collect(Collectors.joining(", "));

    private static final List<Object> BODY = List.of("body");

    static WirePolicy of(Policy policy) {
        return new WirePolicy(name(policy.kind()), policy.version(), policy.candidate(), policy.percent());
    }

    private static String name(Policy.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a policy from a request.
     *
     * @param versions versions that may serve
     * @throws ProblemException 422 with all errors in the request
     */
    static Policy read(JsonNode body, List<String> versions) {
        RequestCheck check = new RequestCheck(List::of);
        if (!check.object(body, BODY, List.of("policy", "version", "candidate", "percent"))) {
            check.complete();
        }
        Optional<Policy.Kind> kind = kind(body, check);
        if (kind.isEmpty()) {
            check.complete();
        }
        Policy.Kind chosen = kind.orElse(Policy.Kind.LATEST);
        boolean two = chosen == Policy.Kind.CANARY || chosen == Policy.Kind.SHADOW;
        String version = version(body, "version", chosen, chosen != Policy.Kind.LATEST, versions, check);
        String candidate = version(body, "candidate", chosen, two, versions, check);
        if (two && !candidate.isEmpty() && candidate.equals(version)) {
            check.add(new FieldError(
                    "value_error", List.of("body", "candidate"), "must be another version than 'version'", candidate));
        }
        int percent = percent(body.path("percent"), chosen, check);
        check.complete();
        return new Policy(chosen, version, candidate, percent);
    }

    private static Optional<Policy.Kind> kind(JsonNode body, RequestCheck check) {
        List<Object> loc = List.of("body", "policy");
        String named = check.string(body.path("policy"), loc);
        if (named == null) {
            return Optional.empty();
        }
        Optional<Policy.Kind> kind = Arrays.stream(Policy.Kind.values())
                .filter(one -> name(one).equals(named))
                .findFirst();
        if (kind.isEmpty()) {
            check.add(new FieldError(
                    "enum", loc, "must be one of " + KINDS, RequestCheck.shorten(named), Map.of("expected", KINDS)));
        }
        return kind;
    }

    private static String version(
            JsonNode body, String member, Policy.Kind kind, boolean taken, List<String> versions, RequestCheck check) {
        List<Object> loc = List.of("body", member);
        JsonNode node = body.path(member);
        if (!taken) {
            refuseUntaken(node, loc, kind, check);
            return "";
        }
        String version = check.string(node, loc);
        if (version == null) {
            return "";
        }
        if (!versions.contains(version)) {
            String expected = versions.isEmpty() ? "none" : String.join(", ", versions);
            check.add(new FieldError(
                    "enum",
                    loc,
                    "is a version that cannot serve; that can: " + expected,
                    RequestCheck.shorten(version),
                    Map.of("expected", expected)));
        }
        return version;
    }

    private static int percent(JsonNode node, Policy.Kind kind, RequestCheck check) {
        List<Object> loc = List.of("body", "percent");
        if (kind != Policy.Kind.CANARY) {
            refuseUntaken(node, loc, kind, check);
            return 0;
        }
        if (node.isMissingNode()) {
            check.add(new FieldError("missing", loc, "is required", null));
        } else if (!node.isIntegralNumber()) {
            check.add(new FieldError("int_type", loc, "must be a whole number", null));
        } else if (!node.canConvertToInt() || node.intValue() < 1 || node.intValue() > 99) {
            boolean low = node.bigIntegerValue().signum() <= 0;
            check.add(new FieldError(
                    low ? "greater_than_equal" : "less_than_equal",
                    loc,
                    "must be 1 to 99; for all or nothing promote or pin a version",
                    RequestCheck.shorten(node.asText()),
                    low ? Map.of("ge", 1) : Map.of("le", 99)));
        }
        return node.intValue();
    }

    private static void refuseUntaken(JsonNode node, List<Object> loc, Policy.Kind kind, RequestCheck check) {
        if (!node.isMissingNode() && !node.isNull()) {
            check.add(new FieldError("extra_forbidden", loc, "is not taken by the policy '" + name(kind) + "'", null));
        }
    }
}
