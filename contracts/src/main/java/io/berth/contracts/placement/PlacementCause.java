package io.berth.contracts.placement;

/** What made placement decide. */
public enum PlacementCause {
    /** Somebody asked for the VM to run. */
    REQUESTED,
    /** Its host failed, with fencing evidence. */
    HOST_FAILED,
    /** Its host stopped its highly available VMs itself because its lease ran out. */
    HOST_FENCED_ITSELF,
    /** Its host's agent started anew and reported that the VM no longer runs. */
    HOST_REBOOTED,
    /** The chosen host refused to start it. */
    START_REFUSED,
    /** The chosen host did not report it running in time, and has since given it up. */
    START_TIMED_OUT,
    /** It could not be placed before; capacity has appeared since. */
    CAPACITY_APPEARED,
    /** It runs on that host outside of Berth, and somebody asked for it to be taken up. */
    ADOPTED,
    /** Its host has handed it over to this one, where it goes on. */
    MIGRATED,
    /**
     * Its host has handed it over, and the target of the migration can no longer take it up: it
     * boots anew.
     */
    MIGRATION_FAILED,
    /** An operator chose the host. */
    CHOSEN_BY_OPERATOR
}
