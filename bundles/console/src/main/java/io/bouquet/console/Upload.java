package io.bouquet.console;

import io.bouquet.console.spi.PageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase.FileUploadIOException;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.MultipartStream.MalformedStreamException;
import org.apache.commons.fileupload.RequestContext;
import org.apache.commons.fileupload.servlet.ServletFileUpload;
import org.apache.commons.fileupload.servlet.ServletRequestContext;

/**
 * A form with a file. Not read by the container, which would store the whole file before the CSRF token is checked.
 *
 * @param form    the fields before the file
 * @param file    name of the file; the empty string if there is none
 * @param content content of the file, read while it arrives
 */
record Upload(Form form, String file, InputStream content) {
    private static final int MOST_FIELDS = 100;
    private static final int LONGEST_FIELD = 8 * 1024;
    private static final int LONGEST_HEADERS = 4 * 1024;

    static boolean isOne(HttpServletRequest request) {
        return ServletFileUpload.isMultipartContent(request);
    }

    static Upload of(HttpServletRequest request) throws IOException {
        return of(new ServletRequestContext(request));
    }

    /** Reads up to the beginning of the file. */
    static Upload of(RequestContext request) throws IOException {
        FileUpload upload = new FileUpload();
        upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
        upload.setPartHeaderSizeMax(LONGEST_HEADERS);
        try {
            return read(upload.getItemIterator(request));
        } catch (MalformedStreamException e) {
            throw brokenOff();
        } catch (FileUploadException | FileUploadIOException | IllegalArgumentException e) {
            throw new PageException(400, "The form cannot be read: " + e.getMessage());
        }
    }

    private static Upload read(FileItemIterator items) throws FileUploadException, IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (int i = 0; i < MOST_FIELDS; i++) {
            if (!items.hasNext()) {
                return new Upload(new Form(fields), "", InputStream.nullInputStream());
            }
            FileItemStream item = items.next();
            if (!item.isFormField()) {
                return new Upload(new Form(fields), withoutFolders(item.getName()), new Content(item.openStream()));
            }
            byte[] value = item.openStream().readNBytes(LONGEST_FIELD + 1);
            if (value.length > LONGEST_FIELD) {
                throw new PageException(413, "A field of the form is too large.");
            }
            fields.computeIfAbsent(item.getFieldName(), any -> new ArrayList<>())
                    .add(new String(value, StandardCharsets.UTF_8));
        }
        throw new PageException(413, "The form has too many fields.");
    }

    private static String withoutFolders(String file) {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }

    private static PageException brokenOff() {
        return new PageException(400, "The upload broke off before its end. Please send it again.");
    }

    /** The content of a file, with a message for users if it is incomplete. */
    private static final class Content extends FilterInputStream {
        Content(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (MalformedStreamException e) {
                throw brokenOff();
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (MalformedStreamException e) {
                throw brokenOff();
            }
        }
    }
}
