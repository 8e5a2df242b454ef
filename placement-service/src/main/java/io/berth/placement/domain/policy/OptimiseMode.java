package io.berth.placement.domain.policy;

/** Who decides that the load of a host group is spread anew. */
public enum OptimiseMode {
    /** Nobody: its hosts neither give VMs away nor take them for that. */
    OFF,
    /** People, who are shown the plan and may have it carried out. */
    MANUAL,
    /** Berth, every so often. */
    AUTOMATIC
}
