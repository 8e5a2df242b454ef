package io.berth.keyvault.store;

import java.sql.SQLException;

/** The database did not do what it was asked; whether it may later, the cause tells. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String what, SQLException cause) {
        super(what, cause);
    }
}
