package io.bouquet.web.socket;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Component properties of a {@link SocketEndpoint}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface SocketService {
    /** Prefix of the names of the service properties. */
    String PREFIX_ = "io.bouquet.socket.";

    /** The path, such as {@code /chat}, not below those of the platform. It is served exactly as it is, without variables. */
    String path();

    /** Bytes that a message of a client may have; a longer one closes the socket with 1009. */
    int maxMessageBytes() default 64 * 1024;

    /** Seconds without a message from either side after which the socket is closed with 1001; 0 for no limit. */
    int idleSeconds() default 300;

    /** Messages of one socket that may be unanswered; the platform reads no further ones meanwhile. */
    int maxUnanswered() default 16;
}
