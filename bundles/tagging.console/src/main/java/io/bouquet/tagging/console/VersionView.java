package io.bouquet.tagging.console;

import io.bouquet.tagging.TaggerInfo;
import io.bouquet.tagging.TaggerInfo.Circuit;
import io.bouquet.tagging.TaggerInfo.State;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * One version of a tagger, as the page shows it.
 *
 * @param since     time in ISO 8601; {@code age} is the text for users
 * @param warning   whether the reason is a warning
 * @param share     {@code 10%}; the empty string if it answers no requests
 * @param check     {@code 0.93 of 0.80}; the empty string if there is no check
 * @param tone      colour of the bar
 * @param circuit   state of the circuit; the empty string if it is closed
 * @param promotion whether it can be promoted to serve alone
 * @param gone      whether it was removed
 */
record VersionView(
        String name,
        String href,
        String version,
        String state,
        List<Stage> stages,
        String since,
        String age,
        String reason,
        boolean warning,
        String share,
        String check,
        String checkPercent,
        int samples,
        String tone,
        String circuit,
        String calls,
        String failures,
        int running,
        List<String> requires,
        List<String> produces,
        String languages,
        String model,
        String bundle,
        long bundleId,
        boolean promotion,
        boolean gone) {
    static VersionView of(TaggerInfo it, Instant now) {
        TaggerInfo.Traffic traffic = it.traffic();
        boolean partly = it.state() == State.SERVING && it.share() < 100;
        return new VersionView(
                it.name(),
                TaggersPage.address(it.name()),
                it.version(),
                lower(it.state()).replace('_', ' '),
                Stage.of(it.state()),
                it.since().truncatedTo(ChronoUnit.SECONDS).toString(),
                age(Duration.between(it.since(), now)),
                it.reason(),
                it.state() == State.FAILED || it.state() == State.WAITING || traffic.circuit() != Circuit.CLOSED,
                it.share() == 0 ? "" : it.share() + "%",
                it.check().map(VersionView::score).orElse(""),
                it.check().map(check -> Math.round(100 * check.score()) + "%").orElse(""),
                it.check().map(TaggerInfo.Check::samples).orElse(0),
                it.check()
                        .map(check -> check.score() < check.threshold() ? "negative" : "positive")
                        .orElse(""),
                traffic.circuit() == Circuit.CLOSED
                        ? ""
                        : lower(traffic.circuit()).replace('_', '-'),
                String.format(Locale.ROOT, "%,d", traffic.calls()),
                String.format(Locale.ROOT, "%,d", traffic.failures()),
                traffic.running(),
                it.requires(),
                it.produces(),
                it.languages().isEmpty()
                        ? "any"
                        : String.join(
                                ", ",
                                it.languages().stream().map(Languages::name).toList()),
                it.model(),
                it.bundle(),
                it.bundleId(),
                it.state() == State.READY || partly,
                it.state() == State.RETIRED);
    }

    private static String score(TaggerInfo.Check check) {
        return String.format(Locale.ROOT, "%.2f of %.2f", check.score(), check.threshold());
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    private static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }
}
