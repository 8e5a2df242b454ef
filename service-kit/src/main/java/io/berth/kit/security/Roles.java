package io.berth.kit.security;

/**
 * The roles of Berth, as they stand in the {@code groups} claim of a token. They do not include one
 * another: an endpoint names each role that may call it.
 */
public final class Roles {
    /** May read everything. */
    public static final String VIEWER = "viewer";

    /** May act on what exists: start, stop, confirm. */
    public static final String OPERATOR = "operator";

    /** May change what exists. */
    public static final String ADMINISTRATOR = "administrator";

    /** An agent on a host. */
    public static final String AGENT = "agent";

    /** Another service of Berth. */
    public static final String SERVICE = "service";

    /** A member of self-service roles, which say what it may do and how much it may use. */
    public static final String SELF_SERVICE = "self-service";

    private Roles() {}
}
