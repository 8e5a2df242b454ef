package io.berth.keyvault.store;

import io.berth.contracts.ids.KeyVersion;
import java.time.Instant;

/**
 * A key of a ring as it is shown; the key itself is not in here.
 *
 * @param usesReserved how many uses instances have taken; at least as many as there were
 */
public record KeyRow(KeyVersion version, long usesReserved, Instant createdAt) {}
