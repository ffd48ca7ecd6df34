package io.bouquet.web.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schemas of the types that are a string, a number or a boolean in JSON. */
final class SimpleTypes {
    private static final Map<String, String[]> BY_NAME = new HashMap<>();

    static {
        put("boolean", "", "boolean", "java.lang.Boolean", "java.util.concurrent.atomic.AtomicBoolean");
        put("integer", "int32", "int", "short", "byte", "java.lang.Integer", "java.lang.Short", "java.lang.Byte");
        put("integer", "int32", "java.util.OptionalInt", "java.util.concurrent.atomic.AtomicInteger", "java.time.Year");
        put("integer", "int64", "long", "java.lang.Long", "java.util.OptionalLong");
        put("integer", "int64", "java.util.concurrent.atomic.AtomicLong");
        put("integer", "", "java.math.BigInteger");
        put("number", "float", "float", "java.lang.Float");
        put("number", "double", "double", "java.lang.Double", "java.util.OptionalDouble");
        put("number", "", "java.math.BigDecimal", "java.lang.Number");
        put("string", "", "java.lang.String", "java.lang.CharSequence", "java.lang.StringBuilder");
        put("string", "", "java.util.Locale", "java.util.Currency", "java.nio.charset.Charset", "java.lang.Class");
        put("string", "", "java.time.ZoneId", "java.time.ZoneOffset", "java.util.TimeZone", "java.nio.file.Path");
        put("string", "", "java.time.Period", "java.time.YearMonth", "java.time.MonthDay", "java.net.InetAddress");
        put("string", "char", "char", "java.lang.Character");
        put("string", "uuid", "java.util.UUID");
        put("string", "uri", "java.net.URI", "java.net.URL");
        put("string", "regex", "java.util.regex.Pattern");
        put("string", "date", "java.time.LocalDate", "java.sql.Date");
        put("string", "date-time", "java.time.Instant", "java.time.OffsetDateTime", "java.time.ZonedDateTime");
        put("string", "date-time", "java.util.Date", "java.util.Calendar", "java.sql.Timestamp");
        put("string", "date-time-local", "java.time.LocalDateTime");
        put("string", "time", "java.time.OffsetTime");
        put("string", "time-local", "java.time.LocalTime");
        put("string", "duration", "java.time.Duration");
        put("string", "binary", "java.io.InputStream", "java.io.Reader", "java.io.File", "java.io.OutputStream");
        put("string", "binary", "javax.ws.rs.core.StreamingOutput", "javax.activation.DataHandler");
        put("string", "binary", "io.bouquet.web.Download");
        put("string", "binary", "javax.servlet.http.Part", "io.bouquet.web.binding.FilePart");
        put("string", "binary", "org.apache.cxf.jaxrs.ext.multipart.Attachment");
    }

    private SimpleTypes() {}

    private static void put(String type, String format, String... names) {
        for (String name : names) {
            BY_NAME.put(name, new String[] {type, format});
        }
    }

    /** Returns a new schema; null if the type is none of these. */
    static @Nullable ObjectNode schema(Class<?> type) {
        String[] known = BY_NAME.get(type.getName());
        if (known == null) {
            return null;
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", known[0]);
        return known[1].isEmpty() ? schema : schema.put("format", known[1]);
    }

    /** Whether the bytes of a body are the value, without JSON around it. */
    static boolean isBinary(Class<?> type) {
        String[] known = BY_NAME.get(type.getName());
        return type == byte[].class || known != null && known[1].equals("binary");
    }
}
