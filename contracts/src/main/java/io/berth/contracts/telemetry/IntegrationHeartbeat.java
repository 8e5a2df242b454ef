package io.berth.contracts.telemetry;

/** What the heartbeat integration service of a guest says. */
public enum IntegrationHeartbeat {
    /** The guest answers. */
    OK,
    /** The guest has never answered since it started. */
    NO_CONTACT,
    /** The guest answered once and does so no longer. */
    LOST_COMMUNICATION,
    /** The guest has no heartbeat service, or it is switched off. */
    NOT_SUPPORTED
}
