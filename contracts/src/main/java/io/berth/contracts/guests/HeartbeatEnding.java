package io.berth.contracts.guests;

/** Why a guest is not missed any more. */
public enum HeartbeatEnding {
    /** It answers. */
    ANSWERS,
    /** Its VM does not run any more. */
    NOT_RUNNING,
    /** Its VM is not on that host any more. */
    LEFT_HOST,
    /** Its host has failed, or does not belong to the domain any more. */
    HOST_GONE,
    /** Its host lives a new life. */
    HOST_RESTARTED,
    /** Nobody wants to hear of it any more, or it has no heartbeat service. */
    NOT_WATCHED
}
