package io.bouquet.web.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers requests that Jetty refuses with a problem, whatever their method and Accept header; never with HTML or an empty body. */
final class ProblemErrorHandler implements Request.Handler {
    private static final HttpField TYPE = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final HttpField NO_SNIFF = new HttpField("X-Content-Type-Options", "nosniff");

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String reason = null;
        Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
        if (cause instanceof HttpException refused) {
            status = refused.getCode();
            reason = refused.getReason();
            response.setStatus(status);
            // Jetty closes a connection after bytes that it cannot parse; the header tells the client
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        send(Problem.of(status, reason), request, response, callback);
        return true;
    }

    static void send(Problem problem, Request request, Response response, Callback callback) {
        if (HttpStatus.hasNoBody(problem.status())) {
            callback.succeeded();
            return;
        }
        String id = RequestId.of(request);
        byte[] body = problem.toJson(id);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(RequestId.HEADER, id);
        headers.put(TYPE);
        headers.put(NO_STORE);
        headers.put(NO_SNIFF);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        response.setStatus(problem.status());
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
