package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ConsolidationPlanState.Status;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Values;
import java.time.Instant;
import java.util.List;

/** Why a change of storage was not made. */
public sealed interface StorageRefusal extends InventoryRefusal {
    /**
     * The array would be asked for more persistent reservations than it keeps.
     *
     * @param changes what was asked for
     */
    record ReservationLimitExceeded(
            List<String> changes, ReservationBudget before, ReservationBudget after)
            implements StorageRefusal {
        /** Copies the list. */
        public ReservationLimitExceeded {
            changes = List.copyOf(changes);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "reservation-limit-exceeded",
                    Sort.CONFLICT,
                    "The array keeps fewer persistent reservations than that",
                    "Array %s keeps %d persistent reservations; %s would take it from %d to %d. Before: %s. After: %s."
                            .formatted(
                                    after.array(),
                                    after.limit(),
                                    String.join(", ", changes),
                                    before.used(),
                                    after.used(),
                                    before.arithmetic(),
                                    after.arithmetic()),
                    "Use fewer, larger CSVs (POST /api/v1/consolidation-plans), fewer connections"
                            + " or modules, or an array that keeps more; try changes out with POST"
                            + " /api/v1/arrays/"
                            + after.array()
                            + "/reservations/what-if.");
        }

        @Override
        public Values values() {
            return Values.of("array", after.array().value())
                    .and("limit", after.limit())
                    .and("reservationsBefore", before.used())
                    .and("reservationsAfter", after.used())
                    .and("tooMany", after.used() - after.limit())
                    .and("before", before.values())
                    .and("after", after.values());
        }
    }

    /** No profile of this name is in the rulebook. */
    record UnknownArrayProfile(String name, List<String> known) implements StorageRefusal {
        /** Copies the list. */
        public UnknownArrayProfile {
            known = List.copyOf(known);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-array-profile",
                    Sort.RULE,
                    "The rulebook knows no such profile of arrays",
                    "There is no profile " + name + "; known are " + String.join(", ", known) + ".",
                    "Name one of them, add yours to array-profiles.yaml, or send a formula.");
        }

        @Override
        public Values values() {
            return Values.of("profile", name).and("known", known);
        }
    }

    /** The host is not attached to the array. */
    record NotAttached(ArrayId array, HostId host) implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "attachment-not-found",
                    Sort.ABSENT,
                    "The host is not attached to the array",
                    "Host " + host + " is not attached to array " + array + ".",
                    "Attach it with PUT /api/v1/arrays/" + array + "/attachments/" + host + ".");
        }

        @Override
        public Values values() {
            return Values.of("array", array.value()).and("host", host.value());
        }
    }

    /** As many hosts as one array takes are attached. */
    record TooManyAttachments(ArrayId array, int count, int max) implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "too-many-attachments",
                    Sort.RULE,
                    "The array has too many hosts",
                    "Array %s would have %d hosts; at most %d are allowed."
                            .formatted(array, count, max),
                    "Detach hosts that do not use it.");
        }

        @Override
        public Values values() {
            return Values.of("array", array.value()).and("count", count).and("max", max);
        }
    }

    /** A field that was decided when the thing was created. */
    record FixedOnceCreated(String field, String current, String asked) implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "fixed-once-created",
                    Sort.RULE,
                    "This cannot be changed after creation",
                    field + " is " + current + " and cannot become " + asked + ".",
                    "Leave it as it is, or create another and remove this one.");
        }

        @Override
        public Values values() {
            return Values.of("field", field).and("current", current).and("asked", asked);
        }
    }

    /** The RAID level is impossible on so many spindles. */
    record RaidNeedsSpindles(RaidLevel level, DiskGroupId group, int spindles)
            implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "raid-needs-spindles",
                    Sort.RULE,
                    "The RAID level is impossible on this number of spindles",
                    "%s needs %s; disk group %s has %d."
                            .formatted(Raid.name(level), Raid.rule(level), group, spindles),
                    "A LUN spans every spindle of its group: choose another RAID level or group.");
        }

        @Override
        public Values values() {
            return Values.of("raidLevel", level.name())
                    .and("fewestSpindles", Raid.fewestSpindles(level))
                    .and("diskGroup", group.value())
                    .and("spindles", spindles);
        }
    }

    /**
     * The disk group has not enough room.
     *
     * @param raw what the LUN takes of the raw capacity
     * @param largest LUN of this RAID level that fits
     */
    record DiskGroupFull(
            DiskGroupId group, RaidLevel level, MiB size, MiB raw, MiB rawFree, MiB largest)
            implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "disk-group-full",
                    Sort.CONFLICT,
                    "The disk group has not enough room",
                    "%s as %s takes %s of raw capacity; disk group %s has %s free."
                            .formatted(
                                    Figures.size(size),
                                    Raid.name(level),
                                    Figures.size(raw),
                                    group,
                                    Figures.size(rawFree)),
                    "The largest LUN of this RAID level that fits has " + largest + ".");
        }

        @Override
        public Values values() {
            return Values.of("diskGroup", group.value())
                    .and("raidLevel", level.name())
                    .and("sizeMiB", size.value())
                    .and("rawMiB", raw.value())
                    .and("rawFreeMiB", rawFree.value())
                    .and("largestMiB", largest.value());
        }
    }

    /** The LUNs of the group do not fit into what it would have. */
    record DiskGroupTooSmall(DiskGroupId group, MiB wanted, MiB taken, int luns)
            implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "disk-group-too-small",
                    Sort.CONFLICT,
                    "The LUNs of the disk group would not fit",
                    "%s of disk group %s take %s of raw capacity; it would have %s."
                            .formatted(
                                    Figures.of(luns, "LUN"),
                                    group,
                                    Figures.size(taken),
                                    Figures.size(wanted)),
                    "Remove or shrink LUNs first, or leave the group larger.");
        }

        @Override
        public Values values() {
            return Values.of("diskGroup", group.value())
                    .and("rawCapacityMiB", wanted.value())
                    .and("takenMiB", taken.value())
                    .and("luns", luns);
        }
    }

    /** Another volume lies on the LUN. */
    record LunInUse(LunId lun, CsvId by) implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "lun-in-use",
                    Sort.CONFLICT,
                    "The LUN carries another CSV",
                    "LUN " + lun + " carries CSV " + by + ".",
                    "A LUN carries one CSV: use another LUN, or remove that CSV.");
        }

        @Override
        public Values values() {
            return Values.of("lun", lun.value()).and("csv", by.value());
        }
    }

    /** The volume would be larger than its LUN. */
    record CsvExceedsLun(CsvId csv, MiB capacity, LunId lun, MiB size) implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "csv-exceeds-lun",
                    Sort.RULE,
                    "The CSV would be larger than its LUN",
                    "CSV %s would have %s; LUN %s has %s."
                            .formatted(csv, Figures.size(capacity), lun, Figures.size(size)),
                    "Make the CSV smaller or the LUN larger.");
        }

        @Override
        public Values values() {
            return Values.of("csv", csv.value())
                    .and("capacityMiB", capacity.value())
                    .and("lun", lun.value())
                    .and("sizeMiB", size.value());
        }
    }

    /** The disks on the volume take more than it would have. */
    record CsvTooSmall(CsvId csv, MiB capacity, MiB used, int disks) implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "csv-too-small",
                    Sort.CONFLICT,
                    "The disks on the CSV would not fit",
                    "%s on CSV %s take %s; it would have %s."
                            .formatted(
                                    Figures.of(disks, "disk"),
                                    csv,
                                    Figures.size(used),
                                    Figures.size(capacity)),
                    "Move disks away first, or leave the CSV larger.");
        }

        @Override
        public Values values() {
            return Values.of("csv", csv.value())
                    .and("capacityMiB", capacity.value())
                    .and("usedMiB", used.value())
                    .and("disks", disks);
        }
    }

    /** The hosts of the cluster run a system without cluster shared volumes. */
    record NoCsvThere(ClusterId cluster, List<HostId> hosts, String product)
            implements StorageRefusal {
        /** Copies the list. */
        public NoCsvThere {
            hosts = List.copyOf(hosts);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "csv-not-supported",
                    Sort.RULE,
                    "The hosts know no cluster shared volumes",
                    "%s, which runs on %s of cluster %s, has no cluster shared volumes."
                            .formatted(product, names(), cluster),
                    "Give each VM a LUN of its own there, or upgrade the hosts to Windows Server"
                            + " 2008 R2.");
        }

        private String names() {
            return String.join(", ", hosts.stream().map(HostId::value).toList());
        }

        @Override
        public Values values() {
            return Values.of("cluster", cluster.value())
                    .and("hosts", hosts.stream().map(HostId::value).toList())
                    .and("product", product);
        }
    }

    /** The plan is not in a state where that is possible. */
    record IllegalPlanStep(
            ConsolidationPlanId plan, Status status, String operation, List<String> legal)
            implements StorageRefusal {
        /** Copies the list. */
        public IllegalPlanStep {
            legal = List.copyOf(legal);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "illegal-plan-operation",
                    Sort.CONFLICT,
                    "The plan is in another state",
                    "Plan %s is %s; %s is not possible.".formatted(plan, status, operation),
                    legal.isEmpty()
                            ? "Nothing more can be done with it: make a new plan."
                            : "Possible now: " + String.join(", ", legal) + ".");
        }

        @Override
        public Values values() {
            return Values.of("plan", plan.value())
                    .and("status", status.name())
                    .and("operation", operation)
                    .and("legal", legal);
        }
    }

    /** Another plan of the same cluster is under way. */
    record AnotherPlanRuns(ClusterId cluster, ConsolidationPlanId running)
            implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "another-plan-runs",
                    Sort.CONFLICT,
                    "Another plan of this cluster is under way",
                    "Plan " + running + " of cluster " + cluster + " is under way.",
                    "Wait until it is done, or cancel it.");
        }

        @Override
        public Values values() {
            return Values.of("cluster", cluster.value()).and("plan", running.value());
        }
    }

    /** The VM has no disk of this name. */
    record UnknownDisk(VmId vm, String disk, List<String> known) implements StorageRefusal {
        /** Copies the list. */
        public UnknownDisk {
            known = List.copyOf(known);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-disk",
                    Sort.RULE,
                    "The VM has no such disk",
                    "VM %s has no disk %s.".formatted(vm, disk),
                    known.isEmpty()
                            ? "No disks are defined for it: PUT /api/v1/vms/" + vm + "."
                            : "It has " + String.join(", ", known) + ".");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value()).and("disk", disk).and("known", known);
        }
    }

    /** Nobody says what the spindles below a disk are. */
    record UnknownSpindles(VmId vm, String disk) implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-spindles",
                    Sort.RULE,
                    "The spindles of the disk are not known",
                    "Disk %s of VM %s lies on no CSV whose LUN and disk group are known."
                            .formatted(disk, vm),
                    "Give raidLevel and iopsPerSpindle of the spindles that it shall lie on.");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value()).and("disk", disk);
        }
    }

    /** Too little of the period was measured to advise anything. */
    record TooLittleTelemetry(VmId vm, String disk, Coverage coverage) implements StorageRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "too-little-telemetry",
                    Sort.RULE,
                    "Too little was measured for advice",
                    "Of the period from %s to %s disk %s of VM %s was measured in %s of %d (%d %%); %d are needed."
                            .formatted(
                                    coverage.from(),
                                    coverage.until(),
                                    disk,
                                    vm,
                                    Figures.of(coverage.measured(), "stretch"),
                                    coverage.stretches(),
                                    coverage.percent(),
                                    coverage.needed()),
                    coverage.stretches() < Assessment.FEWEST_SAMPLES
                            ? "Choose a period of at least %s: it has %d stretches of %s then."
                                    .formatted(
                                            coverage.stretch()
                                                    .multipliedBy(Assessment.FEWEST_SAMPLES),
                                            Assessment.FEWEST_SAMPLES,
                                            coverage.stretch())
                            : "Let the VM run for longer, or choose a shorter period in which it"
                                    + " ran.");
        }

        @Override
        public Values values() {
            Values values =
                    Values.of("vm", vm.value())
                            .and("disk", disk)
                            .and("from", coverage.from().toString())
                            .and("until", coverage.until().toString())
                            .and("stretch", coverage.stretch().toString())
                            .and("measured", coverage.measured())
                            .and("stretches", coverage.stretches())
                            .and("percent", coverage.percent())
                            .and("needed", coverage.needed());
            Instant first = coverage.firstAt();
            Instant last = coverage.lastAt();
            return first == null || last == null
                    ? values
                    : values.and("firstAt", first.toString()).and("lastAt", last.toString());
        }
    }
}
