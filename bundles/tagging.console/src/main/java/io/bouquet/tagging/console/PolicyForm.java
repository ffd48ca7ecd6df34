package io.bouquet.tagging.console;

import io.bouquet.console.spi.PageRequest;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The form to set a policy, filled with the current policy, or with invalid values that were sent. */
record PolicyForm(List<Choice> kinds, List<Choice> versions, List<Choice> candidates, String percent) {
    /** An option of a list. */
    record Choice(String value, String text, boolean chosen) {}

    static PolicyForm of(Policy policy, List<TaggerInfo> versions) {
        return filled(
                policy.kind().name().toLowerCase(Locale.ROOT),
                policy.version(),
                policy.candidate(),
                policy.percent() == 0 ? "" : Integer.toString(policy.percent()),
                versions);
    }

    static PolicyForm of(PageRequest sent, List<TaggerInfo> versions) {
        return filled(
                sent.parameter("policy"),
                sent.parameter("version"),
                sent.parameter("candidate"),
                sent.parameter("percent"),
                versions);
    }

    private static PolicyForm filled(
            String kind, String version, String candidate, String percent, List<TaggerInfo> versions) {
        return new PolicyForm(
                Arrays.stream(Policy.Kind.values())
                        .map(one -> {
                            String name = one.name().toLowerCase(Locale.ROOT);
                            return new Choice(name, text(one), name.equals(kind));
                        })
                        .toList(),
                choices(version, versions),
                choices(candidate, versions),
                percent);
    }

    private static String text(Policy.Kind kind) {
        return switch (kind) {
            case LATEST -> "Latest";
            case PINNED -> "Pinned";
            case CANARY -> "Canary";
            case SHADOW -> "Shadow";
        };
    }

    private static List<Choice> choices(String chosen, List<TaggerInfo> versions) {
        List<String> eligible = new ArrayList<>(versions.stream()
                .filter(version -> version.state() != State.FAILED
                        && version.state() != State.RETIRED
                        && version.state() != State.DRAINING)
                .map(TaggerInfo::version)
                .distinct()
                .toList());
        if (!chosen.isEmpty() && !eligible.contains(chosen)) {
            // a missing pinned version stays in the list, so that sending the form does not change it
            eligible.add(chosen);
        }
        List<Choice> choices = new ArrayList<>(List.of(new Choice("", "–", chosen.isEmpty())));
        eligible.forEach(version -> choices.add(new Choice(version, version, version.equals(chosen))));
        return choices;
    }

    /**
     * Returns the policy that was sent. Fields that its kind does not use are ignored, because the form always sends
     * all fields.
     *
     * @throws IllegalArgumentException if a used field is missing or invalid
     */
    static Policy read(PageRequest sent) {
        Policy.Kind kind = Arrays.stream(Policy.Kind.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(sent.parameter("policy")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Choose a policy."));
        if (kind == Policy.Kind.LATEST) {
            return Policy.LATEST;
        }
        String version = sent.parameter("version");
        if (version.isEmpty()) {
            throw new IllegalArgumentException("Choose the version that is to serve.");
        }
        if (kind == Policy.Kind.PINNED) {
            return Policy.pinned(version);
        }
        String candidate = sent.parameter("candidate");
        if (candidate.isEmpty() || candidate.equals(version)) {
            throw new IllegalArgumentException(
                    candidate.isEmpty()
                            ? "Choose a candidate."
                            : "Version and candidate are both " + version + ". Choose two versions.");
        }
        return kind == Policy.Kind.SHADOW
                ? Policy.shadow(version, candidate)
                : Policy.canary(
                        version, candidate, percent(sent.parameter("percent").strip()));
    }

    private static int percent(String given) {
        int percent;
        try {
            percent = Integer.parseInt(given);
        } catch (NumberFormatException e) {
            percent = 0;
        }
        if (percent < 1 || percent > 99) {
            throw new IllegalArgumentException("A canary takes a percentage of 1 to 99"
                    + (given.isEmpty() ? "." : ", not '" + given + "'.") + " For all of it, promote the candidate.");
        }
        return percent;
    }
}
