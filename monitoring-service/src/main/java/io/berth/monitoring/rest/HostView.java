package io.berth.monitoring.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.monitoring.domain.HostLiveness;
import io.berth.monitoring.domain.HostStanding;
import io.berth.monitoring.domain.HostStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A configured host, as it is shown.
 *
 * @param since when it came into this state, in log time; absent, like boot and tenure, for a host
 *     that has never beaten
 * @param lastBeat only of a failed host
 * @param evidence only of a failed host
 * @param standing whether it is there to take virtual machines
 * @param quarantinedUntil in log time; only of a quarantined host
 * @param clockSkewMillis how far its clock was ahead when that was found; only while it counts as
 *     wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostView(
        HostId id,
        DomainId domain,
        HostLiveness state,
        @Nullable BootId boot,
        @Nullable Tenure tenure,
        @Nullable Instant since,
        @Nullable Instant lastBeat,
        @Nullable FencingEvidence evidence,
        HostStanding standing,
        @Nullable Instant quarantinedUntil,
        @Nullable Long clockSkewMillis) {
    /**
     * @param maintenance whether inventory says so
     * @param status null when nothing was said of the host; what was said while it belonged to
     *     another domain does not count
     */
    static HostView of(
            HostId host, DomainId domain, boolean maintenance, @Nullable HostStatus status) {
        if (status == null || !status.domain().equals(domain)) {
            return new HostView(
                    host,
                    domain,
                    HostLiveness.UNKNOWN,
                    null,
                    null,
                    null,
                    null,
                    null,
                    maintenance ? HostStanding.MAINTENANCE : HostStanding.IN_SERVICE,
                    null,
                    null);
        }
        HostStanding standing =
                status.quarantinedUntil() == null
                        ? HostStanding.IN_SERVICE
                        : HostStanding.QUARANTINED;
        return new HostView(
                host,
                domain,
                status.liveness(),
                status.boot(),
                status.tenure(),
                status.since(),
                status.lastBeat(),
                status.evidence(),
                maintenance ? HostStanding.MAINTENANCE : standing,
                status.quarantinedUntil(),
                status.clockSkewMillis());
    }
}
