package io.berth.platform;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a supervised component is in its life. */
public enum ComponentState {
    /** It does not run, and nobody wants it to. */
    STOPPED,
    /** Its process was launched and is not ready yet. */
    STARTING,
    /** It was ready after its start and its process lives. */
    READY,
    /** Its process is frozen on request. */
    PAUSED,
    /** It was asked to end. */
    STOPPING,
    /** It ended by itself and is started again after a delay. */
    BACKING_OFF,
    /** It could not be started, or ended too often; a person has to look and start it. */
    FAILED;

    /** The states from which this one may be entered. */
    public Set<ComponentState> sources() {
        return switch (this) {
            case STOPPED -> EnumSet.of(STOPPING);
            case STARTING -> EnumSet.of(STOPPED, BACKING_OFF, FAILED);
            case READY -> EnumSet.of(STARTING, PAUSED);
            case PAUSED -> EnumSet.of(READY);
            case STOPPING -> EnumSet.of(STARTING, READY, PAUSED, BACKING_OFF, FAILED);
            case BACKING_OFF -> EnumSet.of(STARTING, READY, PAUSED);
            case FAILED -> EnumSet.of(STARTING, READY, PAUSED, BACKING_OFF);
        };
    }

    /** In words. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
