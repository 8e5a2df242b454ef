package io.berth.placement.domain.operation;

/** Why a move is as it is. */
public enum MoveReason {
    /** Nothing stands against it. */
    NONE,
    /** The VM runs there already. */
    ALREADY_THERE,
    /** Another operation moves the VM. */
    ALREADY_MOVING,
    /** Nobody ever asked for such a VM in this domain. */
    UNKNOWN_VM,
    /** The VM does not run. */
    NOT_RUNNING,
    /** Its host is doing something else with the VM. */
    BUSY,
    /** The VM is paused or saved. */
    STANDS_STILL,
    /** The host is not one of this domain. */
    UNKNOWN_HOST,
    /** Another operation evacuates the host. */
    ALREADY_EVACUATED,
    /** Another operation patches the cluster. */
    ALREADY_PATCHING,
    /** A VM without a host can only be placed on a host that is named. */
    TARGET_MISSING,
    /** More operations are open than a domain may have. */
    TOO_MANY_OPERATIONS,
    /** The host of the VM cannot carry out the move now. */
    SOURCE_NOT_READY,
    /** The target that was asked for cannot take it; its refusals say why. */
    TARGET_REFUSED,
    /** No host can take it; the refusals of all say why. */
    NO_HOST,
    /** By now it would gain too little to be worth its price. */
    NO_GAIN,
    /** The cluster could not lose as many nodes afterwards as it can now. */
    RESERVE_WOULD_SUFFER,
    /** A round that spreads the load is under way in this domain. */
    ALREADY_OPTIMISING,
    /** Optimisation is switched off for the groups of all its hosts. */
    OPTIMISATION_OFF,
    /** Load is spread over two hosts at least. */
    TOO_FEW_HOSTS,
    /** The target failed or lost its grant before the VM was handed over. */
    TARGET_LOST,
    /** It took longer than is allowed. */
    TIMED_OUT,
    /** The host of the VM reported that it failed. */
    SOURCE_REPORTED_FAILURE,
    /** The host of the VM failed; the VM is re-placed as usual. */
    SOURCE_LOST,
    /** The VM was handed over, and the target could not take it up. */
    TARGET_DID_NOT_RESUME,
    /** Somebody asked for the VM to stop. */
    VM_STOPPED,
    /** The operation was cancelled. */
    CANCELLED
}
