package io.berth.replica.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.replica.InitialCopyWay;
import io.berth.contracts.replica.RelationshipSettings;
import io.berth.contracts.replica.ReplicaAuthentication;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a relationship replicates, beyond its ends, its frequency and its recovery points.
 *
 * @param schedule when deltas may begin
 * @param resyncWindow when a resynchronisation may begin, in the schedule's zone
 * @param disks names of those that are copied; none stands for all
 * @param consistentEvery the time between application-consistent points; absent for none
 * @param initialCopyAt only for {@code SCHEDULED}
 * @param bytesPerSecond the throttle; absent for none
 * @param extension whose replica is copied on; absent where the running VM is copied
 * @param revision of the settings; the first is 1
 */
public record Settings(
        Schedule schedule,
        Window resyncWindow,
        List<String> disks,
        @Nullable Duration consistentEvery,
        ReplicaAuthentication authentication,
        InitialCopyWay initialCopy,
        @Nullable Instant initialCopyAt,
        @Nullable Long bytesPerSecond,
        @Nullable Extension extension,
        long revision) {
    /** When everybody has gone home, until they come: as Hyper-V Replica has it. */
    public static final Window DEFAULT_RESYNC = Window.parse("18:30-06:00");

    /** Every moment of the week. */
    public static final Window ANY_TIME = Window.parse("00:00-00:00");

    /** Everything at any time, and no throttle. */
    public static final Settings PLAIN =
            new Settings(
                    Schedule.always(ZoneOffset.UTC),
                    ANY_TIME,
                    List.of(),
                    null,
                    ReplicaAuthentication.CERTIFICATE,
                    InitialCopyWay.NETWORK_NOW,
                    null,
                    null,
                    null,
                    1);

    /** Takes a copy. */
    public Settings {
        disks = List.copyOf(disks);
    }

    /**
     * A replica that is copied on to a third site.
     *
     * @param of its relationship
     * @param source the host that holds it
     */
    public record Extension(RelationshipId of, HostId source) {}

    /** The zone in which all times are meant. */
    public ZoneId zone() {
        return schedule.zone();
    }

    /** When a resynchronisation may begin. */
    Schedule resync() {
        return new Schedule(List.of(resyncWindow), zone());
    }

    /** The same, at the next revision, when the media with the first copy are imported. */
    Settings imported() {
        return new Settings(
                schedule,
                resyncWindow,
                disks,
                consistentEvery,
                authentication,
                InitialCopyWay.EXISTING_VM,
                null,
                bytesPerSecond,
                extension,
                revision + 1);
    }

    /** As it is told. */
    RelationshipSettings told(Frequency frequency, int recoveryPoints) {
        return new RelationshipSettings(
                frequency.interval(),
                recoveryPoints,
                zone().getId(),
                schedule.windows().isEmpty()
                        ? null
                        : schedule.windows().stream().map(Window::toString).toList(),
                resyncWindow.toString(),
                disks.isEmpty() ? null : disks,
                consistentEvery,
                authentication,
                initialCopy,
                initialCopyAt,
                bytesPerSecond,
                extension == null ? null : extension.of());
    }
}
