package io.berth.mover.wire;

/** Why a transfer that had begun came to nothing. The wire carries the position. */
public enum Failure {
    /** The target could not write, check or keep the image; its own log says why. */
    TARGET,
    /** The source could not read its image; its own log says why. */
    SOURCE,
    /** The target was sent something that the protocol does not allow. */
    PROTOCOL
}
