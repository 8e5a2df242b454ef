package io.berth.keyvault.store;

import io.berth.keyvault.domain.seal.SealOrder;
import io.berth.keyvault.domain.seal.Unsealing;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one row that says which vault this is and how it is opened.
 *
 * @param tenant bound into every ciphertext
 * @param rootCheck a known text under the root key
 * @param rootKey the root key, wrapped; null in a row of an earlier version, whose file holds the
 *     root key itself
 * @param seals how often it was sealed on request
 * @param order that it stays sealed; null when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record VaultRow(
        UUID tenant,
        byte[] rootCheck,
        byte @Nullable [] rootKey,
        Unsealing unsealing,
        long seals,
        @Nullable SealOrder order) {}
