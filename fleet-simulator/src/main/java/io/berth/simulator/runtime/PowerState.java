package io.berth.simulator.runtime;

/** Whether a simulated host is on. */
public enum PowerState {
    /** No power: nothing runs. From here: BOOTING. */
    OFF,
    /** It has power and its agent does not run yet. From here: ON, OFF. */
    BOOTING,
    /** Its agent runs. From here: OFF. */
    ON
}
