package io.berth.placement.domain.operation;

/** What operators can ask of placement that takes a while. */
public enum OperationKind {
    /** Every VM of a host goes elsewhere, and none comes. */
    EVACUATE,
    /** One running VM goes to another host. */
    MIGRATE,
    /** The load of a domain's hosts is spread better. */
    OPTIMISE,
    /** One VM that has no host is put on a chosen one. */
    PLACE,
    /** The nodes of a cluster are emptied, patched and opened again, one after the other. */
    PATCH;

    /** Whether it empties hosts, so that a VM that could not be moved is tried again. */
    public boolean emptiesHosts() {
        return switch (this) {
            case EVACUATE, PATCH -> true;
            case MIGRATE, OPTIMISE, PLACE -> false;
        };
    }

    /** Whether it is about a single VM. */
    public boolean concernsOneVm() {
        return switch (this) {
            case MIGRATE, PLACE -> true;
            case EVACUATE, OPTIMISE, PATCH -> false;
        };
    }
}
