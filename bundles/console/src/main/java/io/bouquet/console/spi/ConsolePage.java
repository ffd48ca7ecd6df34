package io.bouquet.console.spi;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A page of the console. Register it as an OSGi service with {@link ConsolePageService}; it is there at the next
 * request, and gone when the service is. Thread-safe. The frame around it, login and CSRF checks are the console's.
 */
@ConsumerType
public interface ConsolePage {
    /** Answers a GET. */
    PageView show(PageRequest request);

    /** Answers a POST, whose CSRF token has been checked; redirect after a change. */
    default PageView submit(PageRequest request) {
        throw new PageException(405, "this page takes no input");
    }

    /**
     * Answers a form with a file, {@code multipart/form-data}, whose CSRF token has been checked; redirect after a
     * change. The file comes last in the form: fields after it are not seen.
     *
     * @param file    its name as the browser has it, for people and never for paths; the empty string where none was
     *                chosen
     * @param content is there until this returns
     */
    default PageView upload(PageRequest request, String file, InputStream content) throws IOException {
        throw new PageException(405, "this page takes no files");
    }
}
