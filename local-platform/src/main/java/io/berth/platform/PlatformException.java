package io.berth.platform;

import org.jspecify.annotations.Nullable;

/**
 * Something on this machine stands in the way of the platform. The message says what is wrong, with
 * the values, and what to do next; it is meant to be printed to a person as it is.
 */
public final class PlatformException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A refusal without an underlying error. */
    public PlatformException(String message) {
        super(message);
    }

    /** A refusal with the error that led to it. */
    public PlatformException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
