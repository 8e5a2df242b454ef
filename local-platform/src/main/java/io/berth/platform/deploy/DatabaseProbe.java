package io.berth.platform.deploy;

import io.berth.platform.Databases;
import io.berth.platform.PlatformException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Tries to log in as the superuser.
 *
 * @param databases of the server
 */
record DatabaseProbe(Databases databases) {
    /** SQL states of class 28: the server is up and does not want this user. */
    private static final String NOT_AUTHORISED = "28";

    /**
     * Why it does not work yet; empty when it does.
     *
     * @throws PlatformException when the server refuses the password
     */
    Optional<String> answers() {
        try {
            databases.ping();
            return Optional.empty();
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(NOT_AUTHORISED)) {
                throw new PlatformException(
                        "PostgreSQL refuses the superuser's password of the volume 'keys'. The"
                                + " volume 'postgres-data' was made with another one: restore the"
                                + " 'keys' that belong to it, or, to begin anew without any data,"
                                + " remove all volumes: docker compose down --volumes.",
                        e);
            }
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
