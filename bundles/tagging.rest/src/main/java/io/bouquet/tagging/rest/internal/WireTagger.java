package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bouquet.tagging.Policy;
import io.bouquet.tagging.TaggerInfo;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A version of a tagger in a REST response.
 *
 * @param since  when it entered its state, ISO 8601
 * @param reason why it does not serve, or which of its layers another tagger answers; missing if there is no reason
 * @param share  percentage of the requests that it answers
 * @param check  missing if it has no gold samples or was not checked yet
 */
record WireTagger(
        String name,
        String version,
        String state,
        String since,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String reason,
        int share,
        List<String> languages,
        List<String> requires,
        List<String> produces,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String model,
        BundleName bundle,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Check check,
        Traffic traffic,
        WirePolicy policy) {
    static WireTagger of(TaggerInfo info, Policy policy) {
        return new WireTagger(
                info.name(),
                info.version(),
                lower(info.state()),
                info.since().truncatedTo(ChronoUnit.MILLIS).toString(),
                info.reason(),
                info.share(),
                info.languages(),
                info.requires(),
                info.produces(),
                info.model(),
                new BundleName(info.bundle(), info.bundleId()),
                info.check().map(Check::of).orElse(null),
                Traffic.of(info.traffic()),
                WirePolicy.of(policy));
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    record BundleName(String name, long id) {}

    /** The result of the gold samples: the score, and the threshold. */
    record Check(int samples, double score, double threshold) {
        static Check of(TaggerInfo.Check check) {
            return new Check(check.samples(), Math.round(check.score() * 10_000) / 10_000.0, check.threshold());
        }
    }

    record Traffic(long calls, long failures, int running, String circuit) {
        static Traffic of(TaggerInfo.Traffic traffic) {
            return new Traffic(traffic.calls(), traffic.failures(), traffic.running(), lower(traffic.circuit()));
        }
    }
}
