package io.bouquet.tagging.values;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds {@code iban} (ISO 13616, checked modulo 97) and {@code card} numbers (ISO/IEC 7812, checked by Luhn). */
final class AccountFinder implements ValueFinder {
    private static final Pattern IBAN =
            Pattern.compile("(?<![\\p{L}\\p{N}])\\p{Lu}{2}\\d{2}(?=[ \\u00a0]?[\\p{Lu}\\d]{2})");
    private static final Pattern CARD =
            Pattern.compile("(?<![\\p{L}\\p{N}_]|\\d[ .,-])\\d(?:[ -]?\\d){12,18}(?![\\p{L}\\p{N}_]|[ -]?\\d)");
    private static final Pattern SCHEME = Pattern.compile("(?<visa>4(?:\\d{12}|\\d{15}|\\d{18}))"
            + "|(?<mastercard>(?:5[1-5]\\d\\d|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d{12})"
            + "|(?<amex>3[47]\\d{13})"
            + "|(?<discover>(?:6011|64[4-9]\\d|65\\d\\d)\\d{12})"
            + "|(?<diners>3(?:0[0-5]|[68]\\d)\\d{11})"
            + "|(?<jcb>35(?:2[89]|[3-8]\\d)\\d{12})"
            + "|(?<maestro>(?:5018|5020|5038|6304|6759|676[1-3])\\d{8,15})");
    private static final String[] SCHEMES = {"visa", "mastercard", "amex", "discover", "diners", "jcb", "maestro"};

    /** Lengths by country, from SWIFT's registry of IBANs. */
    private static final Map<String, Integer> LENGTHS = lengths("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28"
            + " CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21"
            + " HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19"
            + " MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28"
            + " TL23 TN24 TR26 UA29 VA22 VG24 XK20");

    @Override
    public void find(SearchedText text) {
        text.forEach(IBAN, iban -> addIban(text, iban.start()));
        text.forEach(CARD, card -> {
            String digits = card.group().replaceAll("\\D", "");
            String scheme = scheme(digits);
            if (!scheme.isEmpty() && isLuhn(digits)) {
                text.add(card.start(), card.end(), "card", Map.of(ValuesTagger.VALUE, digits, "scheme", scheme));
            }
        });
    }

    private static void addIban(SearchedText text, int begin) {
        String all = text.text();
        String country = all.substring(begin, begin + 2);
        int length = LENGTHS.getOrDefault(country, 0);
        StringBuilder compact = new StringBuilder(length);
        int at = begin;
        while (at < all.length() && compact.length() < length) {
            char c = all.charAt(at);
            if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z') {
                compact.append(c);
            } else if (c != ' ' && c != '\u00a0' || all.charAt(at - 1) == c) {
                break;
            }
            at++;
        }
        boolean ends = at == all.length() || !Character.isLetterOrDigit(all.charAt(at));
        if (length > 0 && compact.length() == length && ends && remainder(compact) == 1) {
            text.add(begin, at, "iban", Map.of(ValuesTagger.VALUE, compact.toString(), "country", country));
        }
    }

    private static int remainder(CharSequence iban) {
        String turned = iban.subSequence(4, iban.length()).toString() + iban.subSequence(0, 4);
        int remainder = 0;
        for (int i = 0; i < turned.length(); i++) {
            int digit = Character.digit(turned.charAt(i), 36);
            remainder = (remainder * (digit > 9 ? 100 : 10) + digit) % 97;
        }
        return remainder;
    }

    private static String scheme(String digits) {
        Matcher scheme = SCHEME.matcher(digits);
        if (scheme.matches()) {
            for (String name : SCHEMES) {
                if (scheme.group(name) != null) {
                    return name;
                }
            }
        }
        return "";
    }

    private static boolean isLuhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : 2 * digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }

    private static Map<String, Integer> lengths(String list) {
        Map<String, Integer> lengths = new HashMap<>();
        for (String entry : list.split(" ")) {
            lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return Map.copyOf(lengths);
    }
}
