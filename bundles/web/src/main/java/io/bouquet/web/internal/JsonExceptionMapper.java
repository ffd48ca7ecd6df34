package io.bouquet.web.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.bouquet.web.FieldError;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers bodies that are not JSON. JSON with invalid values is refused where it is bound. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("bouquet-problems-json")
@JaxrsApplicationSelect("(osgi.jaxrs.name=*)")
public final class JsonExceptionMapper implements ExceptionMapper<JsonProcessingException> {
    private static final Logger LOG = LoggerFactory.getLogger(JsonExceptionMapper.class);
    /** The end of the message about text after the value, which names a class and a setting. */
    private static final Pattern OF_JACKSON = Pattern.compile(" \\(bound as .*");

    @Override
    public Response toResponse(JsonProcessingException e) {
        boolean fromTheCaller = e instanceof StreamReadException
                || e instanceof StreamConstraintsException
                || e instanceof JsonMappingException mapping && mapping.getProcessor() instanceof JsonParser;
        if (!fromTheCaller) {
            LOG.error("request {} failed: its answer cannot be written as JSON", RequestId.current(), e);
            return Problems.response(UnexpectedExceptionMapper.UNEXPECTED).build();
        }
        return Problems.response(problem(e)).build();
    }

    static Problem problem(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            String msg = "is nested too deeply, or has a number that is too long";
            return new Problem(
                    400, "the body " + msg, List.of(new FieldError("json_invalid", List.of("body"), msg, null)));
        }
        JsonLocation place = e.getLocation();
        int line = place == null ? 1 : Math.max(place.getLineNr(), 1);
        int column = place == null ? 1 : Math.max(place.getColumnNr(), 1);
        long offset = place == null ? 0 : Math.max(place.getByteOffset(), place.getCharOffset());
        String what = OF_JACKSON
                .matcher(e.getOriginalMessage().lines().findFirst().orElse("not JSON"))
                .replaceFirst("");
        String msg = "is not JSON: line " + line + ", column " + column + ": " + what;
        return new Problem(
                400,
                "the body " + msg,
                List.of(new FieldError(
                        "json_invalid",
                        List.of("body"),
                        msg,
                        null,
                        Map.of("line", line, "column", column, "offset", Math.max(offset, 0)))));
    }
}
