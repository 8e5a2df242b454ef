package io.berth.replica.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a round over a queue in the database did.
 *
 * @param now by the database's clock
 * @param full whether more may be due
 * @param nextWake when the next is to be looked at; null when none is under way
 */
record Looked(Instant now, boolean full, @Nullable Instant nextWake) {}
