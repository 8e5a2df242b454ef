package io.berth.inventory.store.estate;

import java.sql.SQLException;

/** The database did not do what was asked; the cause tells why. */
public final class EstateStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EstateStoreException(String what, SQLException cause) {
        super("could not " + what, cause);
    }
}
