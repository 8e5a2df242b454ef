package io.berth.contracts.placement;

/** Why a VM that its host holds does not execute. It keeps its room there all the same. */
public enum Standstill {
    /** Its processors stand still; its memory is kept. */
    PAUSED,
    /** Its memory is written to the host's disk. */
    SAVED
}
