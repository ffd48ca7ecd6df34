package io.bouquet.tagging.values;

import io.bouquet.tagging.values.Units.Unit;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds numbers with units: {@code money}, {@code percentage}, {@code duration} and {@code quantity}. */
final class AmountFinder implements ValueFinder {
    private static final String BEGIN = "(?<![\\p{L}\\p{N}_]|[\\p{N}][.,:/])";
    private static final String SIGN = "(?<sign>(?<![\\p{L}\\p{N})])[-−])?";
    private static final String NUMBER =
            "(?<number>" + Numerals.DIGITS + "|(?i:" + Numerals.WORD + ")(?![\\p{L}\\p{N}]))";
    private static final String SPACE = "[ \\u00a0\\u202f]";

    private static final Pattern MONEY =
            Pattern.compile("(?<![\\p{L}\\p{N}])(?<unit>" + Units.BEFORE_NUMBER + ")" + SPACE
                    + "?(?<number>" + Numerals.DIGITS + ")(?:" + SPACE + "?(?<power>" + Numerals.POWER
                    + "|[kKmMbB])(?![\\p{L}\\p{N}]))?(?:[.,][-–—]{1,2})?");
    private static final Pattern AMOUNT =
            Pattern.compile(BEGIN + SIGN + NUMBER + "(?:[ -]?(?<power>" + Numerals.POWER + ")(?![\\p{L}\\p{N}]))?(?:"
                    + SPACE + "|-)?(?<unit>" + Units.AFTER_NUMBER + ")(?![\\p{L}\\p{N}_²³/]|-[\\p{Lu}])");
    private static final Pattern AND = Pattern.compile("(?:,? (?:and|und) |,? )");
    /** Components of a duration in the order of ISO 8601. */
    private static final String ORDER = "YMWDhms";

    @Override
    public void find(SearchedText text) {
        text.forEach(MONEY, money -> add(text, money, money.start(), ""));
        Matcher amount = AMOUNT.matcher(text.text());
        Duration open = null;
        while (text.next(amount)) {
            String name = amount.group("unit");
            Unit unit = Units.of(name).orElseThrow();
            // in the 1990s, a 747s
            if (name.equals("s") && amount.end("number") == amount.start("unit")) {
                continue;
            }
            if (!unit.kind().equals("duration")) {
                add(text, amount, amount.start(), amount.group("sign") == null ? "" : "-");
                continue;
            }
            Optional<BigDecimal> value = number(text, amount);
            if (value.isEmpty() || !text.isFree(amount.start(), amount.end())) {
                continue;
            }
            Duration found = Duration.of(amount.start("number"), amount.end(), value.get(), unit.code());
            if (open != null && open.continuesWith(found, text.text())) {
                open = open.with(found);
            } else {
                close(text, open);
                open = found;
            }
        }
        close(text, open);
    }

    private static void close(SearchedText text, @Nullable Duration duration) {
        if (duration != null) {
            text.add(duration.begin(), duration.end(), "duration", duration.iso());
        }
    }

    private static void add(SearchedText text, Matcher found, int begin, String sign) {
        Unit unit = Units.of(found.group("unit")).orElseThrow();
        Optional<BigDecimal> value = number(text, found);
        if (value.isPresent()) {
            String amount = sign + Numerals.plain(value.get());
            Map<String, String> attributes =
                    switch (unit.kind()) {
                        case "money" ->
                            Map.of(
                                    ValuesTagger.VALUE,
                                    unit.code() + " " + amount,
                                    "amount",
                                    amount,
                                    "currency",
                                    unit.code());
                        case "percentage" -> Map.of(ValuesTagger.VALUE, amount + unit.code(), "amount", amount);
                        default ->
                            Map.of(
                                    ValuesTagger.VALUE,
                                    amount + " " + unit.code(),
                                    "amount",
                                    amount,
                                    "unit",
                                    unit.code());
                    };
            text.add(begin, found.end(), unit.kind(), attributes);
        }
    }

    private static Optional<BigDecimal> number(SearchedText text, Matcher found) {
        String power = found.group("power");
        return Numerals.value(found.group("number"), text.language())
                .map(value -> power == null ? value : value.scaleByPowerOfTen(Numerals.power(power, text.language())));
    }

    /**
     * A duration of one or more components.
     *
     * @param days  components of days and more
     * @param hours components of hours and less
     * @param last  the smallest component
     */
    private record Duration(int begin, int end, String days, String hours, char last) {
        static Duration of(int begin, int end, BigDecimal value, String code) {
            BigDecimal amount = code.equals("TMS") ? value.movePointLeft(3) : value;
            char component = code.equals("TMS") ? 'S' : code.charAt(code.length() - 1);
            boolean time = code.startsWith("T");
            String text = Numerals.plain(amount) + component;
            char rank = time ? Character.toLowerCase(component) : component;
            return new Duration(begin, end, time ? "" : text, time ? text : "", rank);
        }

        boolean continuesWith(Duration next, String text) {
            return ORDER.indexOf(next.last) > ORDER.indexOf(last)
                    && next.begin > end
                    && next.begin - end <= 6
                    && AND.matcher(text).region(end, next.begin).matches();
        }

        Duration with(Duration next) {
            return new Duration(begin, next.end, days + next.days, hours + next.hours, next.last);
        }

        String iso() {
            return "P" + days + (hours.isEmpty() ? "" : "T" + hours);
        }
    }
}
