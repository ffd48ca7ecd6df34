package io.bouquet.deploy;

import java.util.List;

/**
 * The answer of the doctor about one plugin or bundle.
 *
 * @param name     symbolic name of the bundle, or name of the KAR
 * @param version  its version; the empty string if it is not known
 * @param state    what it does now, in one word: {@code active}, {@code stopped}, {@code unresolved}, {@code starting},
 *                 {@code stopping}, {@code absent}; {@code partly} if some of its bundles are well and some are not
 * @param live     what it contributes now, each as a kind and a name: {@code REST /hello/{name}}
 * @param findings problems, the most fundamental first; empty if all is well
 */
public record Diagnosis(String name, String version, String state, List<String> live, List<Finding> findings) {
    /** Most findings that are shown at once; a developer solves them one by one. */
    public static final int MOST_SHOWN = 5;

    public Diagnosis {
        live = List.copyOf(live);
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean isWell() {
        return findings.isEmpty();
    }

    /** Returns the findings to show, {@link #MOST_SHOWN} at most. */
    public List<Finding> shown() {
        return findings.subList(0, Math.min(findings.size(), MOST_SHOWN));
    }

    /** Returns one sentence about the whole, without a full stop. */
    public String verdict() {
        String named = version.isEmpty() ? name : name + " " + version;
        if (isWell() && state.equals("absent")) {
            return named + " can be installed";
        }
        if (isWell()) {
            return named + " is live" + (live.isEmpty() ? ", and adds nothing by itself" : "");
        }
        if (state.equals("absent")) {
            return named + " is not installed";
        }
        return named + (live.isEmpty() && !state.equals("partly") ? " is not live" : " is live in part");
    }
}
