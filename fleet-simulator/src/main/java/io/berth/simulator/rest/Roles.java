package io.berth.simulator.rest;

/** The roles of Berth that the simulator knows. */
final class Roles {
    /** May look. */
    static final String VIEWER = "viewer";

    /** May add hosts and break them. */
    static final String OPERATOR = "operator";

    /** May look: what it administers is not here. */
    static final String ADMINISTRATOR = "administrator";

    private Roles() {}
}
