package io.berth.contracts.guests;

/** In which way a guest does not answer. */
public enum HeartbeatLoss {
    /** It answered once and does so no longer. */
    LOST_COMMUNICATION,
    /** It has not answered since it started. */
    NO_CONTACT
}
