package io.berth.monitoring.domain.guest;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.VmObservation;
import java.time.Instant;
import java.util.List;

/**
 * The VM table of a host, as it became known; for people, never for decisions.
 *
 * @param vms empty for a host that is gone
 * @param logTime of its beat
 */
public record GuestTable(HostId host, DomainId domain, List<VmObservation> vms, Instant logTime) {
    /** Copies the list. */
    public GuestTable {
        vms = List.copyOf(vms);
    }
}
