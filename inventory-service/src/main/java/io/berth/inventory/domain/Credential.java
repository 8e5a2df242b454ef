package io.berth.inventory.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import java.time.Instant;

/**
 * A credential as inventory keeps it: it does not know the password.
 *
 * @param user who logs in with it
 * @param ciphertext the password as the key vault gave it out
 * @param keyVersion the key that it was protected with
 * @param setBy who set it
 */
public record Credential(
        HostId host,
        CredentialKind kind,
        String user,
        String ciphertext,
        KeyVersion keyVersion,
        Instant setAt,
        Principal setBy) {
    /** Longest user name, in UTF-16 code units. */
    public static final int MAX_USER = 128;

    /** Longest password, in UTF-16 code units; management controllers take 20 to 255. */
    public static final int MAX_PASSWORD = 1024;
}
