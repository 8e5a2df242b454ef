package io.berth.contracts.monitoring;

/**
 * Why people need not be alarmed by the silence of a host. It changes nothing of what is judged: a
 * lease runs out as ever, and so does the threshold.
 */
public enum ExpectedSilence {
    /** An administrator has put the host into maintenance. */
    MAINTENANCE,
    /** Its agent has said that somebody restarts it, and the time that it asked for runs. */
    AGENT_RESTART
}
