package io.berth.replica.domain.failover;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.replica.FailoverKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A failover that is wished for.
 *
 * @param point the cycle to go on from; the newest when absent, and always with a planned one
 * @param acceptLossSince the moment of that point, as the preview showed it: what the VM wrote
 *     later is lost; only with an unplanned one
 */
public record FailoverDraft(
        FailoverKind kind, @Nullable CycleNumber point, @Nullable Instant acceptLossSince) {}
