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
        String type =
                switch (e.status()) {
                    case 413 -> "string_too_long";
                    case 503 -> "unavailable";
                    case 504 -> "timed_out";
                    default -> "value_error";
                };
        return new TextError(type, e.status() == 413 ? LineDocument.TEXT : LineDocument.BODY, e.detail(), List.of());
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
