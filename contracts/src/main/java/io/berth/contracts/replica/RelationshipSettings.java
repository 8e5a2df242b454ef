package io.berth.contracts.replica;

import io.berth.contracts.Require;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed of a relationship, beyond its ends.
 *
 * @param frequency the time between two cycles; with windows, inside of them
 * @param recoveryPoints how many are kept beside the newest one, 0 to 24
 * @param zone IANA name of the time zone in which windows are meant
 * @param windows when cycles may begin, as {@code MONDAY,TUESDAY 18:30-06:00}; absent for always
 * @param resyncWindow when a resynchronisation may begin, as {@code 18:30-06:00}
 * @param disks names of the disks that are copied; absent for all
 * @param consistentEvery the time between application-consistent points; absent for none
 * @param initialCopyAt only for {@code SCHEDULED}
 * @param bytesPerSecond the throttle; absent for none
 * @param extendsRelationship the relationship whose replica is copied on to a third site; absent
 *     where the VM itself is copied
 */
public record RelationshipSettings(
        Duration frequency,
        int recoveryPoints,
        String zone,
        @Nullable List<String> windows,
        String resyncWindow,
        @Nullable List<String> disks,
        @Nullable Duration consistentEvery,
        ReplicaAuthentication authentication,
        InitialCopyWay initialCopy,
        @Nullable Instant initialCopyAt,
        @Nullable Long bytesPerSecond,
        @Nullable RelationshipId extendsRelationship) {
    /** Most windows of one relationship: two for each day. */
    public static final int MAX_WINDOWS = 14;

    /** Longest text of a window: all seven days and two times. */
    public static final int MAX_WINDOW = 80;

    /** Longest name of a time zone; the longest of today has 32 characters. */
    public static final int MAX_ZONE = 64;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RelationshipSettings {
        Require.notNegative("settings.frequency", frequency);
        Require.range(
                "settings.recoveryPoints",
                recoveryPoints,
                0,
                RelationshipCreated.MAX_RECOVERY_POINTS);
        Require.text("settings.zone", zone, MAX_ZONE);
        if (windows != null) {
            windows = Require.list("settings.windows", windows, MAX_WINDOWS);
            windows.forEach(window -> Require.text("settings.windows", window, MAX_WINDOW));
        }
        Require.text("settings.resyncWindow", resyncWindow, MAX_WINDOW);
        if (disks != null) {
            disks = Require.list("settings.disks", disks, VmDetails.MAX_DISKS);
            disks.forEach(disk -> Require.text("settings.disks", disk, VmDisk.MAX_NAME));
        }
        if (consistentEvery != null) {
            Require.notNegative("settings.consistentEvery", consistentEvery);
        }
        Require.present("settings.authentication", authentication);
        Require.present("settings.initialCopy", initialCopy);
        Require.optionalRange("settings.bytesPerSecond", bytesPerSecond, 1, Long.MAX_VALUE);
    }
}
