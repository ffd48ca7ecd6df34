package io.bouquet.deploy.rest;

import io.bouquet.deploy.Diagnosis;
import java.util.List;

/**
 * The answer of the doctor on the wire.
 *
 * @param state    active, stopped, unresolved, starting, stopping, absent
 * @param verdict  one sentence about the whole
 * @param live     what it contributes now
 * @param findings problems, the most fundamental first; empty if all is well
 */
record WireDiagnosis(
        String name, String version, String state, String verdict, List<String> live, List<WireFinding> findings) {
    static WireDiagnosis of(Diagnosis diagnosis) {
        return new WireDiagnosis(
                diagnosis.name(),
                diagnosis.version(),
                diagnosis.state(),
                diagnosis.verdict(),
                diagnosis.live(),
                diagnosis.findings().stream().map(WireFinding::of).toList());
    }
}
