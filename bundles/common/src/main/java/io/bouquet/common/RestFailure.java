package io.bouquet.common;

import org.osgi.service.jaxrs.runtime.dto.DTOConstants;

/** Explains why the JAX-RS whiteboard does not serve a service. */
public final class RestFailure {
    private RestFailure() {}

    /** @param reason one of {@link DTOConstants} */
    public static String text(int reason) {
        return switch (reason) {
            case DTOConstants.FAILURE_REASON_SHADOWED_BY_OTHER_SERVICE ->
                "another service with a higher ranking replaces it";
            case DTOConstants.FAILURE_REASON_SERVICE_NOT_GETTABLE ->
                "its component could not be created; the log contains the cause";
            case DTOConstants.FAILURE_REASON_VALIDATION_FAILED -> "its service properties are invalid";
            case DTOConstants.FAILURE_REASON_NOT_AN_EXTENSION_TYPE ->
                "it is registered under no JAX-RS extension interface";
            case DTOConstants.FAILURE_REASON_REQUIRED_EXTENSIONS_UNAVAILABLE ->
                "an extension that it requires (osgi.jaxrs.extension.select) is missing";
            case DTOConstants.FAILURE_REASON_DUPLICATE_NAME -> "another service has the same osgi.jaxrs.name";
            case DTOConstants.FAILURE_REASON_REQUIRED_APPLICATION_UNAVAILABLE ->
                "the application that it selects (osgi.jaxrs.application.select) is missing";
            default -> "the whiteboard gives no reason (" + reason + ")";
        };
    }
}
