package io.bouquet.tagging.shell;

import io.bouquet.tagging.Policy;

/** Describes a policy. */
final class PolicyText {
    private PolicyText() {}

    static String of(String tagger, Policy policy) {
        return tagger + ": "
                + switch (policy.kind()) {
                    case LATEST -> "the latest version serves";
                    case PINNED -> policy.version() + " serves, whatever else is there";
                    case CANARY ->
                        policy.version() + " serves, and " + policy.candidate() + " answers " + policy.percent()
                                + "% of the requests";
                    case SHADOW ->
                        policy.version() + " serves, and " + policy.candidate()
                                + " runs beside it to be compared (tagger:compare " + tagger + ")";
                };
    }
}
