package io.berth.keyvault.domain.seal;

import io.berth.contracts.ids.Principal;
import java.time.Instant;

/** An administrator's order that a vault stay sealed, restarts included, until one unseals it. */
public record SealOrder(Instant at, Principal by) {}
