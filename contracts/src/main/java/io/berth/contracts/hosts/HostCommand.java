package io.berth.contracts.hosts;

import io.berth.contracts.Event;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;

/**
 * A record of {@code hosts.commands}, keyed by host. An agent reads the partition that its host's
 * key falls into and skips the records of other hosts.
 */
public sealed interface HostCommand extends Event
        permits AbortMigration,
                AdoptVm,
                DiscardVmDisk,
                DropReplica,
                EndReplicaTest,
                GrantTenure,
                MigrateVm,
                MoveVmDisk,
                OperateVm,
                PromoteReplica,
                ReportFacts,
                ReportVms,
                RunReplicaCycle,
                StartVm,
                StopVm,
                TestReplica,
                UseLease {
    /** The host whose agent is meant. */
    HostId host();

    /**
     * Which command this is; an agent that has carried it out answers a repetition with the same
     * outcome.
     */
    CommandId command();

    @Override
    default String partitionKey() {
        return host().value();
    }
}
