package io.berth.inventory.domain.library;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import java.time.Instant;

/**
 * A secret as inventory keeps it: it does not know it.
 *
 * @param owner the id of whose secret it is
 * @param ciphertext as the key vault gave it out
 * @param keyVersion the key that it was protected with
 */
public record Secret(
        SecretField field,
        String owner,
        String ciphertext,
        KeyVersion keyVersion,
        Instant setAt,
        Principal setBy) {}
