package io.berth.replica.domain.failover;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.HandOverTerms;

/**
 * From where to where a VM goes. It is written down when the failover begins and never changes.
 *
 * @param home the domain that it leaves
 * @param away the domain of the target
 * @param source the host that ran it last
 * @param target the host that holds the copies
 * @param back what of its specification is different at the replica, as it was before
 * @param ran whether a host ran it, so that it is to run again after a cancellation
 */
public record Route(
        DomainId home,
        DomainId away,
        HostId source,
        HostId target,
        HandOverTerms back,
        boolean ran) {}
