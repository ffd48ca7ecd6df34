package io.bouquet.console.spi;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A page of the console. Register it as an OSGi service with {@link ConsolePageService}. The page is available while
 * the service is registered. The console adds the frame, the login and the CSRF checks. Thread-safe.
 */
@ConsumerType
public interface ConsolePage {
    /** Answers a GET. */
    PageView show(PageRequest request);

    /** Answers a POST, whose CSRF token has been checked; redirect after a change. */
    default PageView submit(PageRequest request) {
        throw new PageException(405, "this page accepts no input");
    }

    /**
     * Answers a form with a file, {@code multipart/form-data}, whose CSRF token has been checked; redirect after a
     * change. The file must be the last field of the form: fields after it are ignored.
     *
     * @param file    name of the file in the browser, for display, never for paths; the empty string if no file was
     *                chosen
     * @param content content of the file, readable until this method returns
     */
    default PageView upload(PageRequest request, String file, InputStream content) throws IOException {
        throw new PageException(405, "this page accepts no files");
    }
}
