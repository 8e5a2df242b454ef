package io.berth.mover.copy;

/** What a guest finds when it is started from a point. */
public enum Mark {
    /** What a loss of power would have left: file systems replay their journals. */
    CRASH_CONSISTENT,

    /** The guest's applications had flushed and held their writes back (VSS, fsfreeze). */
    APPLICATION_CONSISTENT
}
