package io.berth.inventory.domain.estate;

import io.berth.inventory.domain.EntityKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The lists of an estate file. They may stand in any order in it; here they stand in the order in
 * which they are exported, and in which entries of the register are applied.
 */
public enum EstateSection {
    /** The tops of the trees. */
    MANAGEMENT_GROUPS("managementGroups", EntityKind.MANAGEMENT_GROUP),
    /** The nodes of the trees, parents and children in any order. */
    HOST_GROUPS("hostGroups", EntityKind.HOST_GROUP),
    /** Clusters, each with its hosts. */
    CLUSTERS("clusters", EntityKind.CLUSTER),
    /** Hosts that are in no cluster. */
    HOSTS("hosts", EntityKind.HOST),
    /** What adapters are connected to; each is compared with all others. */
    LOGICAL_NETWORKS("logicalNetworks", EntityKind.LOGICAL_NETWORK, 1_000),
    /** IP addresses of networks; those of one network are compared with each other. */
    ADDRESS_POOLS("addressPools", EntityKind.ADDRESS_POOL, 1_000),
    /** MAC addresses; each pool is compared with all others. */
    MAC_POOLS("macPools", EntityKind.MAC_POOL, 1_000),
    /** Arrays with the hosts at them. */
    STORAGE_ARRAYS("storageArrays", EntityKind.STORAGE_ARRAY, 1_000),
    /** Spindles of arrays. */
    DISK_GROUPS("diskGroups", EntityKind.DISK_GROUP, 5_000),
    /** Logical units; those of one disk group are added up. */
    LUNS("luns", EntityKind.LUN, 5_000),
    /** Volumes on LUNs; those of one array are added up. */
    CSVS("csvs", EntityKind.CSV, 5_000),
    /** Servers of the library. */
    LIBRARY_SERVERS("libraryServers", EntityKind.LIBRARY_SERVER, 1_000),
    /** Their shares with the files on them. */
    LIBRARY_SHARES("libraryShares", EntityKind.LIBRARY_SHARE, 1_000),
    /** What VMs are deployed from. */
    TEMPLATES("templates", EntityKind.TEMPLATE, 5_000),
    /** Accounts by their names; passwords never stand in a file. */
    RUN_AS_ACCOUNTS("runAsAccounts", EntityKind.RUN_AS_ACCOUNT, 5_000),
    /** Who may help themselves. */
    SELF_SERVICE_ROLES("selfServiceRoles", EntityKind.SELF_SERVICE_ROLE, 1_000),
    /** Where updates come from. */
    UPDATE_SERVERS("updateServers", EntityKind.UPDATE_SERVER, 1_000),
    /** Updates that hosts must have. */
    UPDATE_BASELINES("updateBaselines", EntityKind.UPDATE_BASELINE, 1_000),
    /** VMs. */
    VMS("vms", EntityKind.VM);

    private final String field;
    private final EntityKind kind;
    private final int maxEntries;

    EstateSection(String field, EntityKind kind) {
        this(field, kind, 0);
    }

    EstateSection(String field, EntityKind kind, int maxEntries) {
        this.field = field;
        this.kind = kind;
        this.maxEntries = maxEntries;
    }

    /** The sections of what lives in the register alone, each after those that it refers to. */
    public static List<EstateSection> ofEntries() {
        return Arrays.stream(values()).filter(section -> section.maxEntries > 0).toList();
    }

    /** The section of this name in a file. */
    public static Optional<EstateSection> named(String field) {
        return Arrays.stream(values()).filter(section -> section.field.equals(field)).findFirst();
    }

    /** Its name in a file. */
    public String field() {
        return field;
    }

    /**
     * Most elements; empty where only the length of the file bounds them. The others are kept in
     * memory, judged one by one and saved one by one.
     */
    public OptionalInt maxEntries() {
        return maxEntries == 0 ? OptionalInt.empty() : OptionalInt.of(maxEntries);
    }

    /** What its elements are. */
    public EntityKind kind() {
        return kind;
    }
}
