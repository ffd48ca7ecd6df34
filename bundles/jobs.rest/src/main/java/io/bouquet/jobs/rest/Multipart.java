package io.bouquet.jobs.rest;

import io.bouquet.jobs.JobFormat;
import io.bouquet.web.FieldError;
import io.bouquet.web.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase.FileUploadIOException;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.MultipartStream.MalformedStreamException;
import org.apache.commons.fileupload.RequestContext;

/**
 * A form with a file, which must be its last field: it is read while it arrives, and never stored as a whole.
 *
 * @param form the fields before the file
 */
record Multipart(JobForm form, JobFormat format, InputStream file) {
    private static final List<Object> PLACE = List.of("body");
    private static final int MOST_FIELDS = 100;
    private static final int LONGEST_FIELD = 8 * 1024;
    private static final int LONGEST_HEADERS = 4 * 1024;

    /** Reads up to the beginning of the file. */
    static Multipart read(InputStream body, String contentType) throws IOException {
        FileUpload upload = new FileUpload();
        upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
        upload.setPartHeaderSizeMax(LONGEST_HEADERS);
        try {
            return read(upload.getItemIterator(new Body(body, contentType)));
        } catch (FileUploadIOException | MalformedStreamException e) {
            throw unreadable(e);
        } catch (FileUploadException | IllegalArgumentException e) {
            if (e.getCause() instanceof IOException cause && !(cause instanceof MalformedStreamException)) {
                throw cause;
            }
            throw unreadable(e);
        }
    }

    private static Multipart read(FileItemIterator items) throws FileUploadException, IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (int i = 0; i < MOST_FIELDS && items.hasNext(); i++) {
            FileItemStream item = items.next();
            if (!item.isFormField()) {
                String type = item.getContentType() == null ? "" : item.getContentType();
                JobFormat format = JobForm.format(type, item.getName())
                        .orElseThrow(() -> ProblemException.unprocessable(List.of(new FieldError(
                                "value_error",
                                List.of("body", item.getFieldName()),
                                "must be of the type text/plain, text/csv or application/x-ndjson, or have a name that"
                                        + " ends in one of " + JobFormat.allExtensions(),
                                null))));
                return new Multipart(new JobForm(PLACE, fields), format, new LastField(item.openStream(), items));
            }
            byte[] value = item.openStream().readNBytes(LONGEST_FIELD + 1);
            if (value.length > LONGEST_FIELD) {
                throw ProblemException.tooLarge(
                        "a field of the form has more than " + LONGEST_FIELD + " bytes, the limit");
            }
            fields.computeIfAbsent(item.getFieldName(), any -> new ArrayList<>())
                    .add(new String(value, StandardCharsets.UTF_8));
        }
        throw ProblemException.unprocessable(List.of(
                new FieldError("missing", List.of("body", "file"), "is required, after the other fields", null)));
    }

    private static ProblemException unreadable(Exception e) {
        return ProblemException.of(
                400,
                e instanceof MalformedStreamException
                        ? "the form ends too early"
                        : "the form is no multipart/form-data: " + e.getMessage());
    }

    private record Body(InputStream in, String contentType) implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        @Deprecated
        public int getContentLength() {
            return -1;
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }
    }

    /** The content of the file; refuses fields after it, which would be ignored otherwise. */
    private static final class LastField extends FilterInputStream {
        private final FileItemIterator items;
        // the stream of a field cannot be read after the next field was looked for
        private boolean ended;

        LastField(InputStream in, FileItemIterator items) {
            super(in);
            this.items = items;
        }

        @Override
        public int read() throws IOException {
            try {
                return ended ? -1 : checked(super.read());
            } catch (MalformedStreamException e) {
                throw unreadable(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return ended ? -1 : checked(super.read(bytes, offset, length));
            } catch (MalformedStreamException e) {
                throw unreadable(e);
            }
        }

        private int checked(int read) throws IOException {
            try {
                ended = read < 0;
                if (ended && items.hasNext()) {
                    String name = items.next().getFieldName();
                    throw ProblemException.unprocessable(List.of(new FieldError(
                            "value_error", List.of("body", name), "comes after the file, which must be last", null)));
                }
            } catch (FileUploadException e) {
                throw unreadable(e);
            }
            return read;
        }
    }
}
