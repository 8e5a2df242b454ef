package io.berth.placement.domain;

/** What operators can ask of placement that takes a while. */
public enum OperationKind {
    /** Every VM of a host goes elsewhere, and none comes. */
    EVACUATE,
    /** One running VM goes to another host. */
    MIGRATE,
    /** The load of a domain's hosts is spread better. */
    OPTIMISE,
    /** One VM that has no host is put on a chosen one. */
    PLACE
}
