package io.berth.replica.domain;

import java.util.Locale;

/** What an operator can ask of a relationship. */
public enum Operation {
    /** Order no further cycle. */
    PAUSE,
    /** Go on; a cycle is due at once. */
    RESUME,
    /** A cycle is due at once. */
    REPLICATE_NOW,
    /** End it and delete the copies. */
    REMOVE;

    /** As it stands in paths and answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
