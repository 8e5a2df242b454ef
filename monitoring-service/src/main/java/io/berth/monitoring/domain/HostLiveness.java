package io.berth.monitoring.domain;

import java.util.EnumSet;
import java.util.Set;

/** What the monitor holds of one configured host. */
public enum HostLiveness {
    /** It is configured and has never beaten. */
    UNKNOWN,
    /** Its agent beats. */
    UP,
    /** No beat for half the threshold; nothing is decided. */
    SUSPECT,
    /** The threshold has passed, and nothing proves that its virtual machines have stopped. */
    UNREACHABLE,
    /**
     * Silent for as long as a lease lasts, and a peer still hears it: rather its way to the broker
     * has broken. Where no watchdog is armed, it stays so when the threshold has passed.
     */
    ISOLATED,
    /**
     * The threshold has passed or somebody vouched for it, and what it ran has provably stopped.
     */
    FAILED;

    /** The states from which this one may be entered. */
    public Set<HostLiveness> sources() {
        return switch (this) {
            case UNKNOWN -> EnumSet.noneOf(HostLiveness.class);
            case UP -> EnumSet.allOf(HostLiveness.class);
            case SUSPECT -> EnumSet.of(UP);
            case ISOLATED -> EnumSet.of(UP, SUSPECT);
            case UNREACHABLE -> EnumSet.of(UP, SUSPECT, ISOLATED);
            case FAILED -> EnumSet.of(UP, SUSPECT, UNREACHABLE, ISOLATED);
        };
    }

    /**
     * Whether the host was last heard or counts as possibly alive: it has beaten and not failed.
     */
    boolean isJudged() {
        return this != UNKNOWN && this != FAILED;
    }
}
