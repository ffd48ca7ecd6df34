package io.bouquet.web.openapi;

import java.io.IOException;
import java.util.Arrays;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Sends content with its entity tag, or 304 to a client that has it. */
final class Tagged {
    private Tagged() {}

    static void send(
            Document content, String type, String caching, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("ETag", content.tag());
        response.setHeader("Cache-Control", caching);
        String known = request.getHeader("If-None-Match");
        if (known != null && isKnown(known, content.tag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(type);
        response.setContentLength(content.bytes().length);
        response.getOutputStream().write(content.bytes());
    }

    private static boolean isKnown(String header, String tag) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .map(one -> one.startsWith("W/") ? one.substring(2) : one)
                .anyMatch(one -> one.equals("*") || one.equals(tag));
    }
}
