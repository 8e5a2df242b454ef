package io.berth.inventory.domain;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;

/** Where a VM belongs: the hosts among which placement may choose. */
public sealed interface VmHome {
    /** The placement domain that decides for it. */
    DomainId domain();

    /** Whose hosts are this domain. */
    static VmHome of(DomainId domain) {
        String name = domain.value();
        return domain.isStandalone()
                ? new InGroup(new HostGroupId(name.substring(name.indexOf('.') + 1)))
                : new InCluster(new ClusterId(name));
    }

    /** For people. */
    default String shown() {
        return switch (this) {
            case InCluster(ClusterId cluster) -> "cluster " + cluster;
            case InGroup(HostGroupId group) -> "the stand-alone hosts of group " + group;
        };
    }

    /** The nodes of a cluster. */
    record InCluster(ClusterId cluster) implements VmHome {
        @Override
        public DomainId domain() {
            return DomainId.of(cluster);
        }
    }

    /** The stand-alone hosts of a group. */
    record InGroup(HostGroupId group) implements VmHome {
        @Override
        public DomainId domain() {
            return DomainId.standalone(group);
        }
    }
}
