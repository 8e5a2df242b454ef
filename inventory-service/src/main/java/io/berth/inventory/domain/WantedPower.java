package io.berth.inventory.domain;

/**
 * What its owner last asked of a VM. Where it runs, and whether it really does, is placement's to
 * say.
 */
public enum WantedPower {
    /** It was never asked to run, and placement has not heard of it. */
    DEFINED,
    /** It is meant to run; the state of a new VM. Start is always legal, also to ask again. */
    RUNNING,
    /** It is meant to stay down and to hold no room. Stop is always legal, also to ask again. */
    STOPPED
}
