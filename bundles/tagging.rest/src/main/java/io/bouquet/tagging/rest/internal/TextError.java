package io.bouquet.tagging.rest.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.util.List;

/**
 * Why one text of a stream or of a socket is not annotated.
 *
 * @param more further errors of the text
 */
record TextError(
        String type,
        List<Object> loc,
        String msg,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TextError> more) {
    static TextError of(ProblemException e) {
        if (!e.errors().isEmpty()) {
            return of(e.errors());
        }
        boolean isTooLong = e.status() == 413;
        return new TextError(
                isTooLong ? "string_too_long" : type(e.status()),
                isTooLong ? LineDocument.TEXT : LineDocument.BODY,
                e.detail(),
                List.of());
    }

    /** Returns the type of an error that has a status and no errors of its own. */
    static String type(int status) {
        return switch (status) {
            case 503 -> "unavailable";
            case 504 -> "timed_out";
            default -> "value_error";
        };
    }

    private static TextError of(List<FieldError> errors) {
        FieldError first = errors.get(0);
        return new TextError(
                first.type(),
                first.loc(),
                first.msg(),
                errors.stream().skip(1).map(one -> of(List.of(one))).toList());
    }
}
