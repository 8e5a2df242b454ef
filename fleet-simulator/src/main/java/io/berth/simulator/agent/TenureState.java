package io.berth.simulator.agent;

/** Where an agent stands with the grant that it holds. Only {@link #OPEN} is not fenced. */
public enum TenureState {
    /** It has booted and holds no grant. From here: GRANTED. */
    NONE,
    /**
     * It holds a grant, and the broker has not yet acknowledged a beat that carries it. From here:
     * OPEN, or GRANTED with a higher tenure.
     */
    GRANTED,
    /** The grant is in force for as long as the lease runs. From here: OVER. */
    OPEN,
    /**
     * The lease ran out. Acknowledgements no longer help: this tenure is spent. From here: GRANTED
     * with a higher tenure.
     */
    OVER
}
