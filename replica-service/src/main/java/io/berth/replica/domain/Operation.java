package io.berth.replica.domain;

import java.util.Locale;

/** What an operator can ask of a relationship. */
public enum Operation {
    /** Order no further cycle. */
    PAUSE(Trigger.PAUSE),
    /** Go on; a cycle is due at once. */
    RESUME(Trigger.RESUME),
    /** A cycle is due at once. */
    REPLICATE_NOW(Trigger.REPLICATE_NOW),
    /** End it and delete the copies. */
    REMOVE(Trigger.REMOVE);

    private final Trigger trigger;

    Operation(Trigger trigger) {
        this.trigger = trigger;
    }

    /** What it is in the table of states. */
    Trigger trigger() {
        return trigger;
    }

    /** As it stands in paths and answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
