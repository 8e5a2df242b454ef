package io.berth.placement.domain.policy;

/** A rule that gives a host zero stars, and that an administrator may set aside. */
public enum SoftRule {
    /** A highly available VM runs on a node of a cluster. */
    HIGH_AVAILABILITY_NEEDS_CLUSTER,
    /** No further VM on a cluster that could not hold all of its VMs after failures. */
    OVER_COMMITTED_CLUSTER,
    /** No VM on a host that the support matrix does not list as supported. */
    UNSUPPORTED_HOST,
    /** VMs of one affinity set share a host. */
    AFFINITY
}
