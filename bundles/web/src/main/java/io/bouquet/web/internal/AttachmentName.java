package io.bouquet.web.internal;

import java.nio.charset.StandardCharsets;

/** The name of a file in {@code Content-Disposition} (RFC 6266 and RFC 8187). */
final class AttachmentName {
    private AttachmentName() {}

    /** Returns the parameters: the name in ASCII, and in UTF-8 if that differs. */
    static String parameters(String name) {
        // a client must not be led to another folder
        String safe = name.replaceAll("[/\\\\\\p{Cntrl}]", "_");
        String ascii = safe.replaceAll("[^ -~]|[\"%]", "_");
        return "; filename=\"" + ascii + "\"" + (ascii.equals(safe) ? "" : "; filename*=UTF-8''" + encoded(safe));
    }

    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xFF);
            boolean isPlain = c < 0x80 && (Character.isLetterOrDigit(c) || "!#$&+-.^_`|~".indexOf(c) >= 0);
            encoded.append(isPlain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
