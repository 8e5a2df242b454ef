package io.berth.contracts.inventory;

/** What the integration services of a guest do; each can be switched off for a VM. */
public enum IntegrationService {
    /** The guest answers its host, so that a hung one is noticed. */
    HEARTBEAT,
    /** The guest publishes key-value pairs. */
    KVP_EXCHANGE,
    /** The guest takes its host's time. */
    TIME_SYNCHRONISATION,
    /** The host can ask the guest to shut down. */
    SHUTDOWN
}
