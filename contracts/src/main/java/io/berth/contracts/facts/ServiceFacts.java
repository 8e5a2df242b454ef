package io.berth.contracts.facts;

import io.berth.contracts.Require;

/** A service of the operating system. */
public record ServiceFacts(String name, State state) {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 64;

    /** How it is. */
    public enum State {
        /** It runs. */
        RUNNING,
        /** It is there and does not run. */
        STOPPED,
        /** It is there and must not run. */
        DISABLED,
        /** It is not installed. */
        ABSENT
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public ServiceFacts {
        Require.text("service.name", name, MAX_NAME);
        Require.present("service.state", state);
    }
}
