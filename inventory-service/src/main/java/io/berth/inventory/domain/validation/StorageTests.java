package io.berth.inventory.domain.validation;

import io.berth.contracts.facts.DiskFacts;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HypervisorKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The disks that the nodes share. */
final class StorageTests {
    /**
     * Slowest access to a shared disk: above it a guest sees a disk that stalls, and a volume that
     * fails over is late.
     */
    static final Duration MAX_LATENCY = Duration.ofMillis(500);

    private static final String REGISTER =
            "Register the array, the virtual disks and the cluster shared volumes in inventory.";
    private static final String CONNECT =
            "Zone and mask the shared disks to every node, then validate again.";

    private StorageTests() {}

    /** Each shared disk is seen by every node, and each volume of inventory by some. */
    static Outcome seenByAll(Estate estate) {
        Findings findings = Findings.of(estate);
        SharedDisks disks = SharedDisks.of(estate);
        Set<CsvId> seen = new HashSet<>();
        disks.byDisk()
                .forEach((disk, nodes) -> {
                    seen.addAll(disks.inUse(disk));
                    findings.look(null, disk, "seen by " + nodes.size() + " nodes");
                    estate.eachReporting((node, facts) -> {
                        if (!nodes.containsKey(node)) {
                            findings.amiss(
                                    node,
                                    disk,
                                    "not seen",
                                    "A shared disk is not seen by every node");
                        }
                    });
                });
        for (Volume volume : estate.volumes()) {
            findings.judge(
                    seen.contains(volume.csv()),
                    null,
                    "volume " + volume.csv(),
                    volume.about(),
                    "No node sees a volume that inventory has");
        }
        return disks.isEmpty()
                ? findings.skipped(Outcome.Why.NO_SHARED_DISK, CONNECT)
                : findings.outcome(CONNECT);
    }

    /** No access takes longer than {@link #MAX_LATENCY}. */
    static Outcome latency(Estate estate) {
        return eachDisk(
                estate,
                "Look at the array, the paths and what else uses them.",
                (findings, node, disk) -> {
                    Duration took = disk.latency();
                    if (took == null) {
                        findings.missing(node, "latency of " + disk.disk());
                        return null;
                    }
                    if (took.compareTo(MAX_LATENCY) > 0) {
                        findings.amiss(
                                node,
                                disk.disk(),
                                NetworkTests.millis(took)
                                        + "; at most "
                                        + NetworkTests.millis(MAX_LATENCY),
                                "Access to a shared disk takes too long");
                        return null;
                    }
                    return NetworkTests.millis(took);
                });
    }

    /** Each node wins and defends each disk that is not in use. */
    static Outcome arbitration(Estate estate) {
        return triedOut(estate, "arbitration", DiskFacts::arbitration);
    }

    /** Each disk that is not in use can be moved to each node. */
    static Outcome failover(Estate estate) {
        return triedOut(estate, "failover", DiskFacts::failover);
    }

    /** Each disk that is not in use can be moved to each node while all others move. */
    static Outcome simultaneousFailover(Estate estate) {
        return triedOut(estate, "simultaneous failover", DiskFacts::simultaneousFailover);
    }

    private static Outcome triedOut(
            Estate estate, String what, Function<DiskFacts, DiskFacts.@Nullable Probe> read) {
        String whatToDo =
                "Check persistent reservations in the firmware of the array and the drivers of the"
                        + " node, then validate again.";
        Findings findings = Findings.of(estate);
        SharedDisks disks = SharedDisks.of(estate);
        int tried = 0;
        for (String disk : disks.byDisk().keySet()) {
            Set<CsvId> inUse = disks.inUse(disk);
            if (!inUse.isEmpty()) {
                findings.look(null, disk, "skipped: in use by " + new TreeSet<>(inUse));
                continue;
            }
            tried++;
            Map<HostId, List<DiskFacts>> nodes = disks.byDisk().getOrDefault(disk, Map.of());
            nodes.forEach((node, seen) ->
                    seen.forEach(facts -> {
                        DiskFacts.Probe result = read.apply(facts);
                        if (result == null) {
                            findings.missing(node, what + " of " + disk);
                        } else {
                            findings.judge(
                                    result == DiskFacts.Probe.WORKED,
                                    node,
                                    disk,
                                    what + " " + result.name().toLowerCase(Locale.ROOT),
                                    "A disk failed " + what);
                        }
                    }));
        }
        if (disks.isEmpty()) {
            return findings.skipped(Outcome.Why.NO_SHARED_DISK, CONNECT);
        }
        return tried == 0
                ? findings.skipped(
                        Outcome.Why.DISKS_IN_USE,
                        "To have it tried, share one more small disk with all nodes, or validate"
                                + " while the volumes are offline.")
                : findings.outcome(whatToDo);
    }

    /** Each disk has one file system that clusters of this hypervisor can use, on every node. */
    static Outcome fileSystem(Estate estate) {
        Set<String> usable = estate.hypervisor().map(StorageTests::fileSystems).orElse(Set.of());
        String whatToDo =
                usable.isEmpty()
                        ? "Let the agents report the hypervisor."
                        : "Format the disk with " + String.join(" or ", usable) + ".";
        return eachDisk(
                estate,
                whatToDo,
                (findings, node, disk) -> {
                    String system = disk.fileSystem();
                    if (system == null) {
                        findings.missing(node, "file system of " + disk.disk());
                        return null;
                    }
                    if (!usable.contains(system.toUpperCase(Locale.ROOT))) {
                        findings.amiss(
                                node,
                                disk.disk(),
                                system,
                                "A shared disk has a file system that the cluster cannot use");
                        return null;
                    }
                    return system;
                });
    }

    /** The file systems in which several hosts of a kind can keep VMs together. */
    private static Set<String> fileSystems(HypervisorKind kind) {
        return switch (kind) {
            case HYPER_V -> Set.of("NTFS");
            case ESX -> Set.of("VMFS");
            case XENSERVER -> new TreeSet<>(Set.of("LVM", "GFS2"));
            case KVM -> new TreeSet<>(Set.of("GFS2", "OCFS2"));
        };
    }

    /** Each disk has one page 83 identifier, the same on every node and its own. */
    static Outcome vitalProductData(Estate estate) {
        Findings findings = Findings.of(estate);
        SharedDisks disks = SharedDisks.of(estate);
        Map<String, String> owners = new HashMap<>();
        disks.byDisk()
                .forEach((disk, nodes) -> {
                    Map<HostId, String> identifiers = new LinkedHashMap<>();
                    nodes.forEach((node, seen) ->
                            seen.forEach(facts -> {
                                if (facts.page83() == null) {
                                    findings.missing(node, "page 83 of " + disk);
                                } else {
                                    identifiers.put(node, facts.page83());
                                }
                            }));
                    findings.alike(disk, identifiers, "A disk has several page 83 identifiers");
                    new TreeSet<>(identifiers.values())
                            .forEach(identifier -> {
                                String owner = owners.putIfAbsent(identifier, disk);
                                if (owner != null) {
                                    findings.amiss(
                                            null,
                                            disk,
                                            identifier + " is that of " + owner + " as well",
                                            "Two disks have the same page 83 identifier");
                                }
                            });
                });
        return disks.isEmpty()
                ? findings.skipped(Outcome.Why.NO_SHARED_DISK, CONNECT)
                : findings.outcome(
                        "Use an array whose firmware gives each disk an identifier of its own on"
                                + " page 83 of the SCSI vital product data.");
    }

    /** Each disk takes SCSI-3 persistent reservations, and each array has room for all of them. */
    static Outcome persistentReservations(Estate estate) {
        Findings findings = Findings.of(estate);
        SharedDisks disks = SharedDisks.of(estate);
        Map<String, Integer> taking = new LinkedHashMap<>();
        disks.each((node, disk) -> {
            Boolean takes = disk.persistentReservations();
            if (takes == null) {
                findings.missing(node, "persistent reservations of " + disk.disk());
            } else if (takes) {
                taking.merge(disk.disk(), 1, Integer::sum);
            } else {
                findings.amiss(
                        node,
                        disk.disk(),
                        "refused",
                        "A shared disk does not take SCSI-3 persistent reservations");
            }
        });
        taking.forEach((disk, nodes) -> findings.look(null, disk, "taken on " + nodes + " nodes"));
        for (ReservationFigure figure : estate.reservations()) {
            findings.judge(
                    figure.needed() <= figure.limit(),
                    null,
                    "array " + figure.array(),
                    "%d of %d reservations needed".formatted(figure.needed(), figure.limit()),
                    "An array needs more persistent reservations than it has");
        }
        if (disks.isEmpty()) {
            return findings.skipped(Outcome.Why.NO_SHARED_DISK, CONNECT);
        }
        return estate.reservations().isEmpty()
                ? findings.skipped(Outcome.Why.NO_ARRAY, REGISTER)
                : findings.outcome(
                        "Use fewer and larger volumes, fewer channels, or an array with a higher"
                                + " limit; the consolidation plan names moves.");
    }

    /** Several ways to a disk are held together by one driver, and no node lacks one. */
    static Outcome multipath(Estate estate) {
        Findings findings = Findings.of(estate);
        SharedDisks disks = SharedDisks.of(estate);
        disks.byDisk()
                .forEach((disk, nodes) -> {
                    Map<HostId, String> paths = new LinkedHashMap<>();
                    nodes.forEach((node, seen) -> {
                        if (seen.size() > 1) {
                            findings.amiss(
                                    node,
                                    disk,
                                    "seen " + seen.size() + " times",
                                    "A disk appears once for each path");
                        }
                        DiskFacts facts = seen.getFirst();
                        Long number = facts.paths();
                        Boolean together = facts.multipath();
                        if (number == null || together == null) {
                            findings.missing(node, "paths to " + disk);
                        } else if (number == 0 || (number > 1 && !together)) {
                            findings.amiss(
                                    node,
                                    disk,
                                    number + " paths, multipath " + (together ? "on" : "off"),
                                    "The paths to a disk are not held together");
                        } else {
                            paths.put(node, number + (number == 1 ? " path" : " paths"));
                        }
                    });
                    findings.alike(disk, paths, "A node has other paths to a disk than the others");
                });
        return disks.isEmpty()
                ? findings.skipped(Outcome.Why.NO_SHARED_DISK, CONNECT)
                : findings.outcome(
                        "Install the multipath driver of the array on every node and connect the"
                                + " same number of paths.");
    }

    /** What is looked at in each disk of each node. */
    @FunctionalInterface
    private interface DiskTest {
        /** Notes what is amiss; what it found where nothing is. */
        @Nullable String looked(Findings findings, HostId node, DiskFacts disk);
    }

    private static Outcome eachDisk(Estate estate, String whatToDo, DiskTest test) {
        Findings findings = Findings.of(estate);
        SharedDisks disks = SharedDisks.of(estate);
        disks.byDisk()
                .forEach((disk, nodes) -> {
                    Set<String> fine = new TreeSet<>();
                    nodes.forEach((node, seen) ->
                            seen.forEach(facts -> {
                                String found = test.looked(findings, node, facts);
                                if (found != null) {
                                    fine.add(found);
                                }
                            }));
                    if (!fine.isEmpty()) {
                        findings.look(null, disk, String.join(", ", fine));
                    }
                });
        return disks.isEmpty()
                ? findings.skipped(Outcome.Why.NO_SHARED_DISK, CONNECT)
                : findings.outcome(whatToDo);
    }
}
