package io.berth.replica.store;

import java.sql.SQLException;

/** The database refused or could not be reached; the cause tells whether it passes by itself. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String doing, SQLException cause) {
        super(doing + " failed", cause);
    }
}
