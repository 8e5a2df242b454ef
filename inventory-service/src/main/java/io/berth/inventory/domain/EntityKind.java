package io.berth.inventory.domain;

import io.berth.contracts.inventory.AddressPoolState;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.contracts.inventory.ConsolidationPlanState;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.HostGroupState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.LibraryServerState;
import io.berth.contracts.inventory.LibraryShareState;
import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.contracts.inventory.LunState;
import io.berth.contracts.inventory.MacPoolState;
import io.berth.contracts.inventory.ManagementGroupState;
import io.berth.contracts.inventory.RunAsAccountState;
import io.berth.contracts.inventory.SelfServiceRoleState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.inventory.TemplateState;
import io.berth.contracts.inventory.UpdateBaselineState;
import io.berth.contracts.inventory.UpdateServerState;
import io.berth.contracts.inventory.VmState;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of things that inventory knows. */
public enum EntityKind {
    /** The top of a tree. */
    MANAGEMENT_GROUP("management group", "management-group", ManagementGroupState.class),
    /** A node of the tree. */
    HOST_GROUP("host group", "host-group", HostGroupState.class),
    /** A failover cluster. */
    CLUSTER("cluster", "cluster", ClusterState.class),
    /** Whether a cluster is supported. */
    CLUSTER_SUPPORT("cluster support", "cluster-support", ClusterSupportState.class),
    /** A machine with a hypervisor. */
    HOST("host", "host", HostState.class),
    /** A virtual machine. */
    VM("VM", "vm", VmState.class),
    /** What adapters of VMs are connected to. */
    LOGICAL_NETWORK("logical network", "logical-network", LogicalNetworkState.class),
    /** IP addresses for VMs. */
    ADDRESS_POOL("address pool", "address-pool", AddressPoolState.class),
    /** MAC addresses for VMs. */
    MAC_POOL("MAC pool", "mac-pool", MacPoolState.class),
    /** Who may help themselves to VMs. */
    SELF_SERVICE_ROLE("self-service role", "self-service-role", SelfServiceRoleState.class),
    /** A server of the library. */
    LIBRARY_SERVER("library server", "library-server", LibraryServerState.class),
    /** A share of a library server. */
    LIBRARY_SHARE("library share", "library-share", LibraryShareState.class),
    /** What VMs are deployed from. */
    TEMPLATE("template", "template", TemplateState.class),
    /** Where updates come from. */
    UPDATE_SERVER("update server", "update-server", UpdateServerState.class),
    /** Updates that hosts must have. */
    UPDATE_BASELINE("update baseline", "update-baseline", UpdateBaselineState.class),
    /** An account that work is done as. */
    RUN_AS_ACCOUNT("run-as account", "run-as-account", RunAsAccountState.class),
    /** A storage array. */
    STORAGE_ARRAY("storage array", "storage-array", StorageArrayState.class),
    /** Spindles of an array that are used together. */
    DISK_GROUP("disk group", "disk-group", DiskGroupState.class),
    /** A logical unit of an array. */
    LUN("LUN", "lun", LunState.class),
    /** A cluster shared volume. */
    CSV("CSV", "csv", CsvState.class),
    /** Moves of VMs' disks onto fewer volumes. */
    CONSOLIDATION_PLAN("consolidation plan", "consolidation-plan", ConsolidationPlanState.class);

    private static final Map<Class<? extends InventoryState>, EntityKind> BY_STATE =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(EntityKind::state, kind -> kind));
    private static final Map<String, EntityKind> BY_LABEL =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(EntityKind::label, kind -> kind));

    private final String noun;
    private final String label;
    private final Class<? extends InventoryState> state;

    EntityKind(String noun, String label, Class<? extends InventoryState> state) {
        this.noun = noun;
        this.label = label;
        this.state = state;
    }

    /** The kind whose states are of this type. */
    public static EntityKind of(Class<? extends InventoryState> state) {
        EntityKind kind = BY_STATE.get(state);
        if (kind == null) {
            throw new IllegalArgumentException(state.getSimpleName() + " is the state of no kind");
        }
        return kind;
    }

    /** The kind with this label. */
    public static Optional<EntityKind> labelled(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    /** As people call it. */
    public String noun() {
        return noun;
    }

    /** As it stands in codes, metric labels and topic keys. */
    public String label() {
        return label;
    }

    /** What the other services are told of it. */
    public Class<? extends InventoryState> state() {
        return state;
    }
}
