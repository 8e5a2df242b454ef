package io.berth.replica.domain;

import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.replica.InitialCopyWay;
import io.berth.contracts.replica.ReplicaAuthentication;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a relationship is wished to have, allowed or not.
 *
 * @param disks null for all
 * @param extension the relationship whose replica is to be copied on; absent for a VM
 * @see Settings
 */
public record Wish(
        Schedule schedule,
        Window resyncWindow,
        @Nullable List<String> disks,
        @Nullable Duration consistentEvery,
        ReplicaAuthentication authentication,
        InitialCopyWay initialCopy,
        @Nullable Instant initialCopyAt,
        @Nullable Long bytesPerSecond,
        @Nullable RelationshipId extension) {
    /** Who says nothing. */
    public static final Wish PLAIN = of(Settings.PLAIN);

    /** Settings that are there, asked for again. */
    public static Wish of(Settings settings) {
        return new Wish(
                settings.schedule(),
                settings.resyncWindow(),
                settings.disks().isEmpty() ? null : settings.disks(),
                settings.consistentEvery(),
                settings.authentication(),
                settings.initialCopy(),
                settings.initialCopyAt(),
                settings.bytesPerSecond(),
                settings.extension() == null ? null : settings.extension().of());
    }

    Settings granted(Settings.@Nullable Extension granted, long revision) {
        return new Settings(
                schedule,
                resyncWindow,
                disks == null ? List.of() : disks,
                consistentEvery,
                authentication,
                initialCopy,
                initialCopyAt,
                bytesPerSecond,
                granted,
                revision);
    }
}
