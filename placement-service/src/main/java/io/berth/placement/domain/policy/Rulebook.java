package io.berth.placement.domain.policy;

import io.berth.contracts.Require;

/** What placement takes from data files and not from code. */
public record Rulebook(GuestLimits guests, CommonFeatures processors) {
    /** Without any rule. */
    public static final Rulebook EMPTY = new Rulebook(GuestLimits.NONE, CommonFeatures.NONE);

    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public Rulebook {
        Require.present("guests", guests);
        Require.present("processors", processors);
    }
}
