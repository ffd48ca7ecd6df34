package io.bouquet.web.openapi.javadoc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comment, with its texts in Markdown.
 *
 * @param text       before the first block tag
 * @param parameters text by name of the parameter or record component
 * @param returned   text of {@code @return}
 */
record Javadoc(String text, Map<String, String> parameters, String returned) {
    private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(\\w+)[ \\t]*");
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("(\\S+(?:\\([^)]*\\))?)(?:\\s+(.+))?", Pattern.DOTALL);
    private static final Pattern PACKAGE = Pattern.compile("^(?:[a-z]\\w*\\.)+(?=[A-Z])");
    private static final Pattern SPACE_IN_PARAGRAPH = Pattern.compile("(?<!\\n)[ \\t]*\\n(?!\\n|- |```)[ \\t]*");

    /** Reads a comment without its asterisks. */
    static Javadoc of(String comment) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String returned = "";
        Matcher block = BLOCK.matcher(comment);
        int end = block.find() ? block.start() : comment.length();
        String text = markdown(comment.substring(0, end));
        while (end < comment.length()) {
            String tag = block.group(1);
            int from = block.end();
            end = block.find() ? block.start() : comment.length();
            String content = comment.substring(from, end).strip();
            Matcher parameter = PARAMETER.matcher(content);
            if (tag.equals("param") && parameter.matches()) {
                parameters.put(parameter.group(1), markdown(parameter.group(2)));
            } else if (tag.equals("return")) {
                returned = markdown(content);
            }
        }
        return new Javadoc(text, parameters, returned);
    }

    private static String markdown(String javadoc) {
        String marked = inline(javadoc)
                .replaceAll("(?i)\\s*<p>\\s*", "\n\n")
                .replaceAll("(?i)\\s*<li>\\s*", "\n- ")
                .replaceAll("(?i)\\s*</?[uo]l>\\s*", "\n\n")
                .replaceAll("(?i)</?(?:em|i)>", "*")
                .replaceAll("(?i)</?(?:strong|b)>", "**")
                .replaceAll("(?i)</?code>", "`")
                .replaceAll("(?i)</?[a-z][^>`]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
        return SPACE_IN_PARAGRAPH
                .matcher(marked)
                .replaceAll(" ")
                .replaceAll("(?m)[ \\t]{2,}|[ \\t]+$", " ")
                .strip();
    }

    /** Replaces inline tags, which may contain braces. */
    private static String inline(String javadoc) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < javadoc.length()) {
            int open = javadoc.indexOf("{@", at);
            if (open < 0) {
                break;
            }
            int close = closing(javadoc, open);
            text.append(javadoc, at, open).append(inlineTag(javadoc.substring(open + 2, close)));
            at = Math.min(javadoc.length(), close + 1);
        }
        return text.append(javadoc.substring(at)).toString();
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private static String inlineTag(String tag) {
        String[] parts = tag.split("\\s+", 2);
        String content = parts.length < 2 ? "" : parts[1].strip();
        return switch (parts[0]) {
            case "code", "literal", "value" -> content.isEmpty() ? "" : "`" + content + "`";
            case "link", "linkplain" -> link(content);
            case "return" -> content;
            default -> "";
        };
    }

    private static String link(String content) {
        Matcher link = LINK.matcher(content);
        if (!link.matches()) {
            return content;
        }
        if (link.group(2) != null) {
            return link.group(2);
        }
        String target = link.group(1).replace('#', '.');
        String name = target.replaceAll("\\(.*", "");
        return "`"
                + (name.startsWith(".")
                        ? name.substring(1)
                        : PACKAGE.matcher(name).replaceFirst("")) + "`";
    }
}
