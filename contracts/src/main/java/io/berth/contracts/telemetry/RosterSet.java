package io.berth.contracts.telemetry;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configured nodes of a domain, as inventory has them, written into the domain's own partition
 * so that majorities are counted at a definite place of the log.
 *
 * @param revision rises with each roster of the domain in this partition: that of its cluster in
 *     inventory, or one more than the last where that is not higher. One that is not higher than
 *     the last changes nothing
 * @param inMaintenance those of the nodes (others are passed over) that an administrator keeps VMs
 *     away from: their silence is expected, and judged all the same; absent where there are none
 */
@EventType("io.berth.telemetry.roster-set.v1")
public record RosterSet(
        DomainId domain, long revision, List<HostId> nodes, @Nullable List<HostId> inMaintenance)
        implements HeartbeatEvent {
    /** Most hosts in one domain. */
    public static final int MAX_NODES = 4096;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or a node is named
     *     twice
     */
    public RosterSet {
        Require.present("domain", domain);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
        nodes = Require.distinct("nodes", nodes, MAX_NODES);
        if (inMaintenance != null) {
            inMaintenance = Require.distinct("inMaintenance", inMaintenance, MAX_NODES);
        }
    }

    /** Of a domain where no host is in maintenance. */
    public RosterSet(DomainId domain, long revision, List<HostId> nodes) {
        this(domain, revision, nodes, null);
    }

    @Override
    public String partitionKey() {
        return domain.value();
    }
}
