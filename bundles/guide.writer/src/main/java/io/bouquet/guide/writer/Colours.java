package io.bouquet.guide.writer;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Marks comments, strings, annotations and keywords of code. */
final class Colours {
    private static final String STRING = "(?<s>\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*')";
    private static final Pattern JAVA = Pattern.compile(
            "(?<c>/\\*.*?\\*/|//[^\\n]*)|"
                    + "(?<s>\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*')|(?<a>@\\w+)|"
                    + "(?<k>\\b(?:abstract|assert|async|await|break|case|catch|class|const|continue|default|do|else|enum|export"
                    + "|extends|final|finally|for|function|if|implements|import|instanceof|interface|let|new|null|package"
                    + "|private|protected|public|record|return|sealed|static|super|switch|synchronized|this|throw|throws"
                    + "|true|false|try|var|volatile|while|yield|boolean|byte|char|double|float|int|long|short|void)\\b)",
            Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("(?<c>(?<![\\w$/&?=])#[^\\n]*)|" + STRING + "|(?<a>@\\w+)|"
            + "(?<k>\\b(?:and|as|async|await|class|cd|def|do|done|else|export|fi|for|from|if|import|in|not|or|return"
            + "|then|with|while|yield|True|False|None)\\b(?![-./]))");
    private static final Pattern MARKUP = Pattern.compile(
            "(?<c><!--.*?-->)|(?<k></?[\\w:.-]+|/?>)|" + STRING + "|(?<a>\\{\\{[^}]*\\}\\}+)", Pattern.DOTALL);
    private static final Pattern SQL = Pattern.compile("(?<c>--[^\\n]*)|" + STRING
            + "|(?<a>\\b\\B)|(?<k>(?i:\\b(?:create|table|alter|add|column|index|on|insert|into|values|select|from|where"
            + "|primary|key|not|null|unique|references|constraint|foreign|default|update|set|delete|drop)\\b))");
    private static final Pattern DATA = Pattern.compile("(?<c>(?:^|(?<=\\n))\\s*#[^\\n]*)|" + STRING
            + "|(?<a>(?:^|(?<=\\n))[\\w.-]+(?=\\s*[:=]))|(?<k>\\b(?:true|false|null)\\b)");
    private static final Map<String, Pattern> BY_LANGUAGE = Map.ofEntries(
            Map.entry("java", JAVA),
            Map.entry("js", JAVA),
            Map.entry("javascript", JAVA),
            Map.entry("ts", JAVA),
            Map.entry("typescript", JAVA),
            Map.entry("bash", SCRIPT),
            Map.entry("sh", SCRIPT),
            Map.entry("python", SCRIPT),
            Map.entry("xml", MARKUP),
            Map.entry("html", MARKUP),
            Map.entry("mustache", MARKUP),
            Map.entry("sql", SQL),
            Map.entry("json", DATA),
            Map.entry("yaml", DATA),
            Map.entry("properties", DATA));
    private static final List<String> KINDS = List.of("c", "s", "a", "k");

    private Colours() {}

    /** Returns the code as HTML; without colours if its language is not known. */
    static String html(String language, String code) {
        @Nullable Pattern pattern = BY_LANGUAGE.get(language);
        if (pattern == null) {
            return Escape.html(code);
        }
        StringBuilder html = new StringBuilder();
        Matcher token = pattern.matcher(code);
        int end = 0;
        while (token.find()) {
            html.append(Escape.html(code.substring(end, token.start())));
            String kind = KINDS.stream()
                    .filter(one -> token.group(one) != null)
                    .findFirst()
                    .orElseThrow();
            html.append("<span class=\"").append(kind).append("\">");
            html.append(Escape.html(token.group())).append("</span>");
            end = token.end();
        }
        return html.append(Escape.html(code.substring(end))).toString();
    }
}
