package io.berth.monitoring.domain;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.monitoring.FencingEvidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the node events last said of a host; for people, never for decisions.
 *
 * @param since in log time
 * @param lastBeat in log time; only of a failed host
 * @param evidence only of a failed host
 * @param quarantinedUntil in log time; only of a quarantined host
 * @param clockSkewMillis when its clock was found wrong; absent while it counts as right
 */
public record HostStatus(
        HostId host,
        DomainId domain,
        HostLiveness liveness,
        BootId boot,
        Tenure tenure,
        Instant since,
        @Nullable Instant lastBeat,
        @Nullable FencingEvidence evidence,
        @Nullable Instant quarantinedUntil,
        @Nullable Long clockSkewMillis) {}
