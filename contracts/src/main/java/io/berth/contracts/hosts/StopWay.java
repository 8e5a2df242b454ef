package io.berth.contracts.hosts;

/** How a VM that executes is brought to stand still for good. */
public enum StopWay {
    /** Its guest is asked to shut down. */
    SHUT_DOWN,
    /** Its power is cut; what its guest had not written is lost. */
    TURN_OFF
}
