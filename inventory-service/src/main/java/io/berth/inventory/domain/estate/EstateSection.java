package io.berth.inventory.domain.estate;

import io.berth.inventory.domain.EntityKind;
import java.util.Arrays;
import java.util.Optional;

/** The lists of an estate file. They may stand in any order. */
public enum EstateSection {
    /** The tops of the trees. */
    MANAGEMENT_GROUPS("managementGroups", EntityKind.MANAGEMENT_GROUP),
    /** The nodes of the trees, parents and children in any order. */
    HOST_GROUPS("hostGroups", EntityKind.HOST_GROUP),
    /** Clusters, each with its hosts. */
    CLUSTERS("clusters", EntityKind.CLUSTER),
    /** Hosts that are in no cluster. */
    HOSTS("hosts", EntityKind.HOST),
    /** VMs. */
    VMS("vms", EntityKind.VM);

    private final String field;
    private final EntityKind kind;

    EstateSection(String field, EntityKind kind) {
        this.field = field;
        this.kind = kind;
    }

    /** The section of this name in a file. */
    public static Optional<EstateSection> named(String field) {
        return Arrays.stream(values()).filter(section -> section.field.equals(field)).findFirst();
    }

    /** Its name in a file. */
    public String field() {
        return field;
    }

    /** What its elements are. */
    public EntityKind kind() {
        return kind;
    }
}
