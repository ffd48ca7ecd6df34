package io.bouquet.web.jetty;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Checks rules that every request must obey, since JAX-RS and servlets treat requests that break them in different ways. */
final class RequestRules {
    private static final int SHOWN = 100;
    private static final Set<String> REFUSED_METHODS = Set.of("TRACE", "CONNECT");
    private static final List<HttpHeader> ONLY_ONCE =
            List.of(HttpHeader.AUTHORIZATION, HttpHeader.CONTENT_TYPE, HttpHeader.ORIGIN, HttpHeader.TRANSFER_ENCODING);
    private static final Map<HttpHeader, Predicate<String>> SYNTAX = Map.of(
            HttpHeader.CONTENT_TYPE, FieldSyntax::isMediaType,
            HttpHeader.ACCEPT, FieldSyntax::isMediaRanges,
            HttpHeader.ACCEPT_CHARSET, FieldSyntax::isWeightedNames,
            HttpHeader.ACCEPT_ENCODING, FieldSyntax::isWeightedNames,
            HttpHeader.ACCEPT_LANGUAGE, FieldSyntax::isWeightedNames);

    private RequestRules() {}

    /** Returns the first rule that the request breaks; null if it breaks none. */
    static @Nullable Problem violation(Request request) {
        if (REFUSED_METHODS.contains(request.getMethod())) {
            return new Problem(501, "this server does not support the method " + request.getMethod());
        }
        HttpFields headers = request.getHeaders();
        for (HttpHeader name : ONLY_ONCE) {
            if (headers.getValuesList(name).size() > 1) {
                return new Problem(400, "the header " + name + " may be sent only once");
            }
        }
        String coding = headers.get(HttpHeader.TRANSFER_ENCODING);
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            return new Problem(
                    400,
                    "the header Transfer-Encoding must be 'chunked', the only supported coding, not '" + shown(coding)
                            + "'");
        }
        if (coding != null && request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
            return new Problem(400, "HTTP/1.0 has no Transfer-Encoding; send a Content-Length");
        }
        for (Map.Entry<HttpHeader, Predicate<String>> rule : SYNTAX.entrySet()) {
            for (String value : headers.getValuesList(rule.getKey())) {
                if (!rule.getValue().test(value)) {
                    return new Problem(400, "the header " + rule.getKey() + " cannot be read: '" + shown(value) + "'");
                }
            }
        }
        String query = request.getHttpURI().getQuery();
        if (query != null && !FieldSyntax.isQuery(query)) {
            return new Problem(
                    400,
                    "the query of the URI cannot be read: each % must start an escape of UTF-8, such as %C3%A4; in '"
                            + shown(query) + "'");
        }
        return null;
    }

    private static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
    }
}
