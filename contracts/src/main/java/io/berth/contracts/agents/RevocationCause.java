package io.berth.contracts.agents;

/** Why a certificate holds no longer though its time is not over. */
public enum RevocationCause {
    /** An administrator said so. */
    ADMINISTRATOR,
    /** Its host was removed from the inventory. */
    HOST_REMOVED,
    /** The host enrolled anew, or has newer ones. */
    REPLACED
}
