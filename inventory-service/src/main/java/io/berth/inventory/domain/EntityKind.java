package io.berth.inventory.domain;

/** The kinds of things that inventory knows. */
public enum EntityKind {
    /** The top of a tree. */
    MANAGEMENT_GROUP("management group", "management-group"),
    /** A node of the tree. */
    HOST_GROUP("host group", "host-group"),
    /** A failover cluster. */
    CLUSTER("cluster", "cluster"),
    /** A machine with a hypervisor. */
    HOST("host", "host"),
    /** A virtual machine. */
    VM("VM", "vm");

    private final String noun;
    private final String label;

    EntityKind(String noun, String label) {
        this.noun = noun;
        this.label = label;
    }

    /** As people call it. */
    public String noun() {
        return noun;
    }

    /** As it stands in codes, metric labels and topic keys. */
    public String label() {
        return label;
    }
}
