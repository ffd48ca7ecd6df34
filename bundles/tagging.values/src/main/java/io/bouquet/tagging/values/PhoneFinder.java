package io.bouquet.tagging.values;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds each {@code phone} number that exists in the numbering plan of its country. Its value is as in E.164. Numbers
 * without the code of a country are of a country of the language of the text, and look like phone numbers or follow a
 * word that says so.
 */
final class PhoneFinder implements ValueFinder {
    private static final Pattern CANDIDATE =
            Pattern.compile("(?<![\\p{L}\\p{N}_+]|\\d[.,:/()-]|[$€£] ?)(?:\\+ ?)?[(\\d]"
                    + "[\\d()/.\\-– \\u00a0]{4,24}\\d(?![\\p{L}\\p{N}_%]|[.,:/-]\\d)");
    private static final Pattern SAID = Pattern.compile(
            "(?i)\\b(?:phone|telephone|tel|call|dial|mobile|cell|fax|text|hotline"
                    + "|whatsapp|telefon|telefonnummer|handy|mobil|nummer|number|ruf|rufen sie|anruf|unter)\\b\\W{0,4}(?:us |me |at |an |on |is )?$");
    private static final Pattern GROUPED =
            Pattern.compile("\\(?\\d{3}\\)?[ .-]{1,2}\\d{3}[ .-]\\d{4}|1[ .-]\\(?\\d{3}\\)?[ .-]\\d{3}[ .-]\\d{4}"
                    + "|\\(?0\\d{1,5}\\)?[ /.–-]{1,3}\\d[\\d /.–-]{4,14}");
    private static final Map<String, List<String>> COUNTRIES = Map.of(
            "en", List.of("US", "GB", "AU"),
            "de", List.of("DE", "AT", "CH"),
            "fr", List.of("FR", "BE", "CH"),
            "es", List.of("ES", "MX"),
            "it", List.of("IT"),
            "nl", List.of("NL", "BE"),
            "pt", List.of("PT", "BR"));

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    @Override
    public void find(SearchedText text) {
        text.forEach(CANDIDATE, candidate -> {
            if (text.isFree(candidate.start(), candidate.end())) {
                number(text, candidate).ifPresent(number -> add(text, candidate, number));
            }
        });
    }

    private void add(SearchedText text, Matcher candidate, PhoneNumber number) {
        String country = String.valueOf(numbers.getRegionCodeForNumber(number));
        String value = numbers.format(number, PhoneNumberFormat.E164);
        text.add(candidate.start(), candidate.end(), "phone", Map.of(ValuesTagger.VALUE, value, "country", country));
    }

    private Optional<PhoneNumber> number(SearchedText text, Matcher candidate) {
        String found = candidate.group().strip();
        long digits = found.chars().filter(c -> c >= '0' && c <= '9').count();
        if (digits < 7 || digits > 17) {
            return Optional.empty();
        }
        if (found.startsWith("+") || found.startsWith("00")) {
            return parse(found.startsWith("00") ? "+" + found.substring(2) : found, "ZZ");
        }
        boolean said = SAID.matcher(text.before(candidate.start())).find();
        if (!said && !GROUPED.matcher(found).matches()) {
            return Optional.empty();
        }
        return COUNTRIES.getOrDefault(text.language(), List.of()).stream()
                .map(country -> parse(found, country))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<PhoneNumber> parse(String found, String country) {
        try {
            PhoneNumber number = numbers.parse(found, country);
            boolean valid = country.equals("ZZ")
                    ? numbers.isValidNumber(number)
                    : numbers.isValidNumberForRegion(number, country);
            return valid ? Optional.of(number) : Optional.empty();
        } catch (NumberParseException none) {
            return Optional.empty();
        }
    }
}
