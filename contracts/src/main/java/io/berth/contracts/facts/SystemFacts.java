package io.berth.contracts.facts;

import io.berth.contracts.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operating system of a host and how it is set up. An absent part could not be found out.
 *
 * @param osName such as {@code Windows Server 2008 R2}
 * @param osVersion such as {@code 6.1.7601}
 * @param architecture such as {@code x64}
 * @param biosVersion as the maker writes it
 * @param servicePack 0 where none is installed
 * @param updates what is installed, such as {@code KB2545685}; empty when nothing is
 * @param directoryDomain the directory domain that the host is a member of
 * @param clockOffsetMillis by how much the host's clock was ahead of the time source that the
 *     cluster's nodes share
 */
public record SystemFacts(
        @Nullable String osName,
        @Nullable String osVersion,
        @Nullable String architecture,
        @Nullable String biosVersion,
        @Nullable Long servicePack,
        @Nullable List<String> updates,
        @Nullable String directoryDomain,
        @Nullable MemoryDump memoryDump,
        @Nullable Long clockOffsetMillis,
        List<ServiceFacts> services,
        List<DriverFacts> drivers) {
    /** Longest name of anything, in UTF-16 code units. */
    public static final int MAX_TEXT = 128;

    /** Longest name of an update, in UTF-16 code units. */
    public static final int MAX_UPDATE = 32;

    /** Most updates that are reported. */
    public static final int MAX_UPDATES = 512;

    /** Most services that are reported. */
    public static final int MAX_SERVICES = 64;

    /** Most drivers that are reported. */
    public static final int MAX_DRIVERS = 256;

    /** Widest offset of a clock: ten years, either way. */
    public static final long MAX_OFFSET_MILLIS = 315_360_000_000L;

    /**
     * @throws IllegalArgumentException when a part is too long or out of range
     */
    public SystemFacts {
        Require.optionalText("system.osName", osName, MAX_TEXT);
        Require.optionalText("system.osVersion", osVersion, MAX_TEXT);
        Require.optionalText("system.architecture", architecture, MAX_TEXT);
        Require.optionalText("system.biosVersion", biosVersion, MAX_TEXT);
        Require.optionalRange("system.servicePack", servicePack, 0, 99);
        if (updates != null) {
            updates = Require.list("system.updates", updates, MAX_UPDATES);
            updates.forEach(update -> Require.text("system.updates[]", update, MAX_UPDATE));
        }
        Require.optionalText("system.directoryDomain", directoryDomain, MAX_TEXT);
        Require.optionalRange(
                "system.clockOffsetMillis",
                clockOffsetMillis,
                -MAX_OFFSET_MILLIS,
                MAX_OFFSET_MILLIS);
        services = Require.list("system.services", services, MAX_SERVICES);
        drivers = Require.list("system.drivers", drivers, MAX_DRIVERS);
    }
}
