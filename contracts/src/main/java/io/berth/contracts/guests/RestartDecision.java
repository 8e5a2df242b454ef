package io.berth.contracts.guests;

/** Whether a VM whose guest does not answer is restarted. */
public enum RestartDecision {
    /** Placement is asked to have it reset. */
    REQUESTED,
    /** It has been restarted as often within an hour as is allowed: a person has to look. */
    BOUND_REACHED,
    /** Its guest has published key-value pairs meanwhile, so it lives: it is left alone. */
    GUEST_SPEAKS
}
