package io.berth.replica.domain;

/** What the monitor last said of a host. */
public enum HostStanding {
    /** It beats, or was never spoken of: then its answers will tell. */
    UP,
    /** Declared failed or unreachable, and not back since. */
    DOWN
}
