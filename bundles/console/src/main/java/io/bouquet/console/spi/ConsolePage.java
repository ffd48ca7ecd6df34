package io.bouquet.console.spi;

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
}
