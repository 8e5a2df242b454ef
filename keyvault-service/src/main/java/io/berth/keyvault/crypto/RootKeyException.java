package io.berth.keyvault.crypto;

import java.nio.file.Path;

/**
 * The root key cannot be used, so that the service must not start. The message says what is wrong,
 * with which file, and what to do; it never holds anything of the key.
 */
public final class RootKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For somebody who reads the log of a start that failed. */
    public RootKeyException(String wrong, Path file, String toDo) {
        super("The root key " + file + " cannot be used: " + wrong + ". " + toDo);
    }

    RootKeyException(String wrong, Path file, String toDo, Throwable cause) {
        super("The root key " + file + " cannot be used: " + wrong + ". " + toDo, cause);
    }
}
