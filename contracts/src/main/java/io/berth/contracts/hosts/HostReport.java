package io.berth.contracts.hosts;

import io.berth.contracts.Event;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;

/**
 * A record of {@code hosts.reports}, keyed by placement domain: what an agent observed or did,
 * never a verdict. Only such a report confirms a placement.
 */
public sealed interface HostReport extends Event
        permits CommandCompleted,
                HostFactsReported,
                ReplicaCycleEnded,
                ReplicaPromoted,
                ReplicaTestCleaned,
                ReplicaTested,
                VmDiskMoved,
                VmMigrationEnded,
                VmOperationEnded,
                VmTableReported {
    /** The host that reports. */
    HostId host();

    /** Its domain. */
    DomainId domain();

    /** The life of its agent. */
    BootId boot();

    /** The grant that it holds; {@link Tenure#NONE} when it holds none. */
    Tenure tenure();

    @Override
    default String partitionKey() {
        return domain().value();
    }
}
