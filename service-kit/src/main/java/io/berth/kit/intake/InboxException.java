package io.berth.kit.intake;

import java.sql.SQLException;

/** The inbox tables could not be read or written. */
final class InboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InboxException(String doing, SQLException cause) {
        super(doing + " failed", cause);
    }
}
