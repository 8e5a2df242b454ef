package io.berth.inventory.rulebook;

import io.berth.inventory.domain.storage.ArrayProfiles;
import io.berth.inventory.domain.support.BareMetalRules;
import io.berth.inventory.domain.support.BmcRules;
import io.berth.inventory.domain.support.GuestClusterRules;
import io.berth.inventory.domain.support.GuestRules;
import io.berth.inventory.domain.support.InstallationSizing;
import io.berth.inventory.domain.support.LibraryShareRules;
import io.berth.inventory.domain.support.SizingTable;
import io.berth.inventory.domain.support.SoftwareRules;
import io.berth.inventory.domain.support.SupportMatrix;
import io.berth.inventory.domain.support.UpdateServerRules;
import java.util.Arrays;
import java.util.Optional;

/**
 * The files of the rulebook. Each has a schema of the same name beside it, and a type of the domain
 * that its content is read into; no two files have the same type.
 */
public enum RulebookFile {
    /** Which hosts are supported. */
    SUPPORT_MATRIX("support-matrix", SupportMatrix.class),
    /** Which management controllers deploy and fence hosts. */
    BMC("bmc", BmcRules.class),
    /** What must be there before a host is deployed on bare metal. */
    BARE_METAL("bare-metal", BareMetalRules.class),
    /** Which Linux guests Hyper-V runs, with how many processors, where. */
    GUESTS("guests", GuestRules.class),
    /** When a cluster of SQL Server inside guests is supported. */
    GUEST_CLUSTERS("guest-clusters", GuestClusterRules.class),
    /** What the machines of a manager must have. */
    SIZING("sizing", SizingTable.class),
    /** Which software the machines of a manager must have. */
    MANAGER_SOFTWARE("manager-software", SoftwareRules.class),
    /** What an installation of Berth itself needs. */
    INSTALLATION("installation", InstallationSizing.class),
    /** From which update servers a manager may learn what hosts lack. */
    UPDATE_SERVERS("update-servers", UpdateServerRules.class),
    /** When a library share counts as highly available; portals. */
    LIBRARY_SHARES("library-shares", LibraryShareRules.class),
    /** How many persistent reservations models of storage arrays ask for and keep. */
    ARRAY_PROFILES("array-profiles", ArrayProfiles.class);

    private final String label;
    private final Class<?> type;

    RulebookFile(String label, Class<?> type) {
        this.label = label;
        this.type = type;
    }

    /** The file of this name, with or without its ending. */
    public static Optional<RulebookFile> named(String name) {
        return Arrays.stream(values())
                .filter(file -> name.equals(file.label) || name.equals(file.fileName()))
                .findAny();
    }

    /** Its name without ending, as it stands in addresses. */
    public String label() {
        return label;
    }

    /** Its name, packaged and in the directory of an administrator. */
    public String fileName() {
        return label + ".yaml";
    }

    /** What its content is read into. */
    public Class<?> type() {
        return type;
    }

    String resource() {
        return "rulebook/" + fileName();
    }

    String schemaResource() {
        return "rulebook/schema/" + label + ".schema.json";
    }
}
