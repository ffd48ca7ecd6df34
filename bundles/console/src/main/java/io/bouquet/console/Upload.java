package io.bouquet.console;

import io.bouquet.console.spi.PageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;

/**
 * A form with a file. Read here rather than by the container, which would keep the whole file before anyone looks at who
 * sends it.
 *
 * @param form    the fields before the file
 * @param file    its name; the empty string where there is none
 * @param content of the file, as it comes in
 */
record Upload(Form form, String file, InputStream content) {
    private static final String TYPE = "multipart/form-data";
    private static final Pattern BOUNDARY = Pattern.compile(";\\s*boundary=(?:\"([^\"]+)\"|([^;\\s]+))");
    private static final Pattern NAME = Pattern.compile(";\\s*name=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile(";\\s*filename=\"([^\"]*)\"");
    private static final int MOST_FIELDS = 100;
    private static final int LONGEST_FIELD = 8 * 1024;

    static boolean isOne(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(TYPE);
    }

    /** Reads up to where the file begins. */
    static Upload of(HttpServletRequest request) throws IOException {
        Matcher boundary = BOUNDARY.matcher(request.getContentType());
        if (!boundary.find()) {
            throw new PageException(400, "The form has files, but its content type names no boundary between them.");
        }
        Multipart parts = new Multipart(
                request.getInputStream(), boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (int i = 0; i < MOST_FIELDS; i++) {
            Optional<String> disposition = parts.next();
            if (disposition.isEmpty()) {
                return new Upload(new Form(fields), "", InputStream.nullInputStream());
            }
            Matcher file = FILE.matcher(disposition.get());
            if (file.find()) {
                return new Upload(new Form(fields), withoutFolders(file.group(1)), parts);
            }
            Matcher name = NAME.matcher(disposition.get());
            byte[] value = parts.readNBytes(LONGEST_FIELD + 1);
            if (value.length > LONGEST_FIELD) {
                throw new PageException(413, "A field of the form is too large.");
            }
            fields.computeIfAbsent(name.find() ? name.group(1) : "", any -> new ArrayList<>())
                    .add(new String(value, StandardCharsets.UTF_8));
        }
        throw new PageException(413, "The form has too many fields.");
    }

    private static String withoutFolders(String file) {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }
}
