package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ConsolidationStep;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A condition that a step of a plan would break, with its figures. */
public sealed interface Breach {
    /** Stable, in lower case with dashes. */
    String code();

    /** For people. */
    String text();

    /** The volume to move to is no more, or belongs to another cluster. */
    record VolumeGone(CsvId csv) implements Breach {
        @Override
        public String code() {
            return "volume-gone";
        }

        @Override
        public String text() {
            return "CSV " + csv + " is not a volume of the cluster any more";
        }
    }

    /** The disk is no file that can be moved. */
    record PassThrough(String disk) implements Breach {
        @Override
        public String code() {
            return "pass-through-disk";
        }

        @Override
        public String text() {
            return "disk " + disk + " is a pass-through disk now, which cannot be moved";
        }
    }

    /** The volume has too little room. */
    record NoRoom(CsvId csv, long requiredMib, long freeMib, int headroomPercent)
            implements Breach {
        @Override
        public String code() {
            return "no-room";
        }

        @Override
        public String text() {
            return "CSV %s has %d MiB free beside its headroom of %d %%, %d MiB are needed"
                    .formatted(csv, freeMib, headroomPercent, requiredMib);
        }
    }

    /** The volume gives too few operations. */
    record NoIops(CsvId csv, long required, long free, int headroomPercent) implements Breach {
        @Override
        public String code() {
            return "no-iops";
        }

        @Override
        public String text() {
            return "CSV %s has %d IOPS free beside its headroom of %d %%, %d are needed"
                    .formatted(csv, free, headroomPercent, required);
        }
    }

    /** The volume is meant for another backup policy. */
    record MeantForOthers(CsvId csv, String meantFor, @Nullable String policy) implements Breach {
        @Override
        public String code() {
            return "other-backup-policy";
        }

        @Override
        public String text() {
            return "CSV %s is meant for the backup policy %s, the VM has %s"
                    .formatted(csv, meantFor, policy == null ? "none" : policy);
        }
    }

    /** VMs of other policies lie on the volume. */
    record OtherPolicies(CsvId csv, List<VmId> vms) implements Breach {
        @Override
        public String code() {
            return "mixed-policies";
        }

        @Override
        public String text() {
            return "CSV %s holds %s of another backup or DR policy".formatted(csv, named(vms));
        }
    }

    /** VMs that must lie apart would share the volume. */
    record MustLieApart(CsvId csv, String set, List<VmId> vms) implements Breach {
        @Override
        public String code() {
            return "anti-affinity";
        }

        @Override
        public String text() {
            return "CSV %s holds %s of the anti-affinity set %s".formatted(csv, named(vms), set);
        }
    }

    /** The array is asked for more reservations than it keeps. */
    record TooManyReservations(ArrayId array, long used, long limit, String arithmetic)
            implements Breach {
        @Override
        public String code() {
            return "reservation-limit-exceeded";
        }

        @Override
        public String text() {
            return "array %s keeps %d persistent reservations and is asked for %d: %s"
                    .formatted(array, limit, used, arithmetic);
        }
    }

    /** Nobody is there to move the disk. */
    record NoHost(ClusterId cluster) implements Breach {
        @Override
        public String code() {
            return "no-host";
        }

        @Override
        public String text() {
            return "the VM runs nowhere, and cluster "
                    + cluster
                    + " has no host outside maintenance that could move the disk";
        }
    }

    /** All of them in one text, as a step shows it. */
    static String text(List<Breach> breaches) {
        String all =
                breaches.stream()
                        .map(breach -> breach.code() + ": " + breach.text())
                        .collect(Collectors.joining("; "));
        return all.substring(0, Math.min(all.length(), ConsolidationStep.MAX_DETAIL));
    }

    private static String named(List<VmId> vms) {
        return (vms.size() == 1 ? "VM " : "VMs ")
                + vms.stream().map(VmId::value).collect(Collectors.joining(", "));
    }
}
