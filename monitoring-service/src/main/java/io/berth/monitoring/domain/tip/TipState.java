package io.berth.monitoring.domain.tip;

import java.util.EnumSet;
import java.util.Set;

/** How far a tip is. */
public enum TipState {
    /** Something looks wrong, and is not yet told. */
    WATCHED,
    /** It is told: somebody should do it. */
    PROPOSED,
    /** It was done, and is measured. */
    MEASURING,
    /** It was done and has helped, by measurement. */
    PROVEN,
    /** It does not hold: it did not help, or the trouble went without it. */
    WITHDRAWN;

    /** What it may become. */
    Set<TipState> next() {
        return switch (this) {
            case WATCHED -> EnumSet.of(PROPOSED);
            case PROPOSED -> EnumSet.of(MEASURING, WITHDRAWN);
            case MEASURING -> EnumSet.of(PROPOSED, PROVEN, WITHDRAWN);
            case PROVEN, WITHDRAWN -> EnumSet.of(WATCHED);
        };
    }

    /** Whether nothing more will come of it by itself. */
    public boolean over() {
        return this == PROVEN || this == WITHDRAWN;
    }
}
