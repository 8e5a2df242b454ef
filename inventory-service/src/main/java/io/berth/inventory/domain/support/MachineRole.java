package io.berth.inventory.domain.support;

/** What a machine of the manager does. */
public enum MachineRole {
    /** The manager itself. */
    MANAGEMENT_SERVER("management server"),
    /** Its database. */
    DATABASE("database"),
    /** Templates, images and disks to deploy from. */
    LIBRARY("library"),
    /** The portal for users that help themselves. */
    SELF_SERVICE_PORTAL("self-service portal"),
    /** The console of administrators. */
    CONSOLE("console");

    private final String noun;

    MachineRole(String noun) {
        this.noun = noun;
    }

    /** As people call it. */
    public String noun() {
        return noun;
    }
}
