package io.berth.contracts.monitoring;

/** Why failures of a domain are held. */
public enum HoldReason {
    /**
     * More than half of the configured nodes are silent at the same time: rather the network than
     * so many deaths.
     */
    MAJORITY_SILENT,
    /**
     * Half of the configured nodes, rounded up, have failed already: the rest could no longer prove
     * a majority.
     */
    HALF_FAILED
}
