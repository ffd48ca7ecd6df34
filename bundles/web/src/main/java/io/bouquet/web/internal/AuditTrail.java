package io.bouquet.web.internal;

import io.bouquet.accounts.Audit;
import io.bouquet.accounts.Caller;
import io.bouquet.web.RequestCaller;
import java.util.List;
import java.util.Objects;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** Records the changes of the platform, and all requests that were refused to their caller. */
final class AuditTrail {
    /** Pages of the console record their changes themselves. */
    private static final List<String> RECORDED = List.of("/api/plugins", "/api/taggers", "/api/tokens");

    private AuditTrail() {}

    static void record(Audit audit, HttpServletRequest request, HttpServletResponse response) {
        int status = response.getStatus();
        Caller caller = (Caller) request.getAttribute(RequestCaller.ATTRIBUTE);
        if (status == 401 || status == 403 || status == 421 || status == 429) {
            // without the query, which may contain secrets
            audit.refused(event(caller, request, request.getRequestURI(), String.valueOf(status)));
        } else if (caller != null && isRecorded(request)) {
            String query = request.getQueryString();
            audit.done(event(
                    caller,
                    request,
                    query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query,
                    request.isAsyncStarted() ? "goes on" : String.valueOf(status)));
        }
    }

    private static boolean isRecorded(HttpServletRequest request) {
        if (RequestChecks.isSafe(request)) {
            return false;
        }
        String path = request.getRequestURI();
        for (int i = 0; i < RECORDED.size(); i++) {
            if (PlainPath.isWithin(path, RECORDED.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static Audit.Event event(
            @Nullable Caller caller, HttpServletRequest request, String target, String outcome) {
        return new Audit.Event(
                caller == null ? "-" : caller.shown(),
                request.getRemoteAddr(),
                request.getMethod() + " " + target,
                outcome,
                RequestId.reason(),
                Objects.requireNonNullElse(RequestId.current(), ""));
    }
}
