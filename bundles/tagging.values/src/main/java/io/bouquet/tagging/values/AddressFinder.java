package io.bouquet.tagging.values;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds addresses: {@code url}, {@code email} and {@code ip}. */
final class AddressFinder implements ValueFinder {
    private static final Pattern URL =
            Pattern.compile("(?<![\\p{L}\\p{N}@._-])(?:(?i:https?|ftp)://[^\\s<>\"“”«»{}|\\\\^`]{2,2000}"
                    + "|(?i:www)\\.[\\p{L}\\p{N}-]{1,63}\\.[^\\s<>\"“”«»{}|\\\\^`]{2,2000})");
    private static final Pattern EMAIL =
            Pattern.compile("(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}](?:[\\p{L}\\p{N}._%+-]{0,62}"
                    + "[\\p{L}\\p{N}_+-])?@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.){1,8}\\p{L}{2,24}"
                    + "(?![\\p{L}\\p{N}@])");
    private static final Pattern IP4 = Pattern.compile(
            "(?<![\\p{L}\\p{N}_:-])(?<!\\d[.,])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\p{L}\\p{N}_-])(?!\\.\\d)");
    private static final Pattern IP6 =
            Pattern.compile("(?<![\\p{L}\\p{N}_:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\\p{L}\\p{N}_:])");
    private static final int GROUPS = 8;

    @Override
    public void find(SearchedText text) {
        findUrls(text);
        if (text.text().indexOf('@') > 0) {
            Matcher email = EMAIL.matcher(text.text());
            while (text.next(email)) {
                int at = email.group().indexOf('@');
                String value = email.group().substring(0, at)
                        + email.group().substring(at).toLowerCase(Locale.ROOT);
                text.add(email.start(), email.end(), "email", value);
            }
        }
        text.forEach(IP4, ip -> {
            if (isIp4(ip.group()) && !text.isNumbered(ip.start())) {
                text.add(ip.start(), ip.end(), "ip", Map.of(ValuesTagger.VALUE, ip.group(), "version", "4"));
            }
        });
        text.forEach(IP6, ip -> {
            if (isIp6(ip.group())) {
                String value = ip.group().toLowerCase(Locale.ROOT);
                text.add(ip.start(), ip.end(), "ip", Map.of(ValuesTagger.VALUE, value, "version", "6"));
            }
        });
    }

    private static void findUrls(SearchedText text) {
        Matcher url = URL.matcher(text.text()).useTransparentBounds(true);
        while (text.next(url)) {
            int end = end(text.text(), url.start(), url.end());
            String found = text.text().substring(url.start(), end);
            if (found.indexOf('.') > 0 || found.indexOf("//localhost") > 0) {
                text.add(url.start(), end, "url", found.contains("://") ? found : "http://" + found);
            }
            if (end < url.end()) {
                url.region(Math.max(end, url.start() + 1), text.text().length());
            }
        }
    }

    /** Returns the end of a URL without the punctuation of the sentence; brackets stay if they are balanced. */
    private static int end(String text, int begin, int to) {
        int unopened = 0;
        for (int i = begin; i < to; i++) {
            unopened += text.charAt(i) == ')' ? 1 : text.charAt(i) == '(' ? -1 : 0;
        }
        int end = to;
        while (end > begin) {
            char last = text.charAt(end - 1);
            if (last == ')' && unopened > 0) {
                unopened--;
            } else if (".,;:!?'…’]>".indexOf(last) < 0) {
                break;
            }
            end--;
        }
        return end;
    }

    private static boolean isIp4(String address) {
        for (String part : address.split("\\.", -1)) {
            if (Integer.parseInt(part) > 255 || part.length() > 1 && part.startsWith("0")) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIp6(String address) {
        boolean shortened = address.contains("::");
        if (shortened && address.indexOf("::") != address.lastIndexOf("::") || address.contains(":::")) {
            return false;
        }
        int groups = 0;
        for (String group : address.split(":", -1)) {
            groups += group.isEmpty() ? 0 : 1;
        }
        boolean edges = (!address.startsWith(":") || address.startsWith("::"))
                && (!address.endsWith(":") || address.endsWith("::"));
        boolean digits = address.chars().anyMatch(c -> c >= '0' && c <= '9');
        return edges && digits && (shortened ? groups > 0 && groups < GROUPS : groups == GROUPS);
    }
}
