package io.berth.keyvault.store;

import java.util.UUID;

/**
 * The one row that says which vault this is.
 *
 * @param tenant bound into every ciphertext
 * @param rootCheck a known text under the root key
 */
public record VaultRow(UUID tenant, byte[] rootCheck) {}
