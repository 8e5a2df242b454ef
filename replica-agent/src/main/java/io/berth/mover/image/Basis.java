package io.berth.mover.image;

/** What an image was compared with. */
public enum Basis {
    /** The map of what the target holds: only blocks that differ are sent. */
    MAP,

    /** Nothing: the target holds no copy. */
    NO_COPY,

    /** Nothing: there is no map. */
    NO_MAP,

    /** Nothing: the map does not hold what was written into it. */
    MAP_DAMAGED,

    /** Nothing: the map is of another disk. */
    OTHER_DISK,

    /** Nothing: the map is of blocks of another size. */
    OTHER_BLOCKS,

    /** Nothing: the target's copy is not the one that the map describes. */
    OTHER_COPY
}
