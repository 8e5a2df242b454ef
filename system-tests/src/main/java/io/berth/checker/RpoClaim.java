package io.berth.checker;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the replica service says over REST would be lost if the VM's host died now.
 *
 * @param rpo absent while nothing is copied
 * @param askedFrom when the question was sent, by the checker's clock
 * @param askedTo when the answer was there
 */
public record RpoClaim(
        Relationship relationship,
        Vm vm,
        @Nullable Duration rpo,
        Instant askedFrom,
        Instant askedTo) {}
