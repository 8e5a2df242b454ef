package io.berth.contracts.hosts;

import io.berth.contracts.Require;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.replica.RelationshipCreated;
import io.berth.contracts.replica.ReplicaAuthentication;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cycle is to be carried out, beyond what is copied where. An agent that does not know a term
 * goes without it: it copies all disks, at any speed, everything.
 *
 * @param authentication by which source and target know each other
 * @param bytesPerSecond the mover sends no more; absent when nothing holds it back
 * @param disks names of the disks to copy; absent for all of them
 * @param applicationConsistent the guest is to be asked to flush and freeze before the copy
 * @param seeded the target holds data of another origin (media, an older copy): only blocks that
 *     differ need to be sent
 * @param copyOf the source holds the replica of this relationship, and that is what is copied;
 *     absent where the running VM is
 * @param pointAt when the cycle was ordered: its recovery point holds all that was written before.
 *     By the clock of replica-service's database; absent where the agents' own will do
 * @param keep the cycles whose recovery points the target still has to hold when this one is
 *     complete, beside the new point; any other may go. Absent: none may
 */
public record CycleTerms(
        ReplicaAuthentication authentication,
        @Nullable Long bytesPerSecond,
        @Nullable List<String> disks,
        boolean applicationConsistent,
        boolean seeded,
        @Nullable RelationshipId copyOf,
        @Nullable Instant pointAt,
        @Nullable List<CycleNumber> keep) {
    /** The agreed points and the newest, which the new one is about to follow. */
    public static final int MAX_KEPT = RelationshipCreated.MAX_RECOVERY_POINTS + 1;

    /** A point of which nothing is said. */
    public CycleTerms(
            ReplicaAuthentication authentication,
            @Nullable Long bytesPerSecond,
            @Nullable List<String> disks,
            boolean applicationConsistent,
            boolean seeded,
            @Nullable RelationshipId copyOf) {
        this(
                authentication,
                bytesPerSecond,
                disks,
                applicationConsistent,
                seeded,
                copyOf,
                null,
                null);
    }

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public CycleTerms {
        Require.present("terms.authentication", authentication);
        Require.optionalRange("terms.bytesPerSecond", bytesPerSecond, 1, Long.MAX_VALUE);
        if (disks != null) {
            disks = Require.list("terms.disks", disks, VmDetails.MAX_DISKS);
            disks.forEach(disk -> Require.text("terms.disks", disk, VmDisk.MAX_NAME));
        }
        if (keep != null) {
            keep = Require.list("terms.keep", keep, MAX_KEPT);
        }
    }

    /** The same, and no faster than this. */
    public CycleTerms paced(long rate) {
        return with(rate, keep);
    }

    /** The same, with these points to be kept. */
    public CycleTerms keeping(List<CycleNumber> held) {
        return with(bytesPerSecond, held);
    }

    private CycleTerms with(@Nullable Long rate, @Nullable List<CycleNumber> held) {
        return new CycleTerms(
                authentication, rate, disks, applicationConsistent, seeded, copyOf, pointAt, held);
    }
}
