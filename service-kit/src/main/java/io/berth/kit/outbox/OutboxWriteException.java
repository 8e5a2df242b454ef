package io.berth.kit.outbox;

import java.sql.SQLException;

/** The rows of a transaction could not be written, so that it is rolled back. */
final class OutboxWriteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutboxWriteException(int rows, SQLException cause) {
        super(rows + " outbox rows could not be written", cause);
    }
}
