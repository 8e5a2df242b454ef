package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.domain.Advice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What could be better about the volumes of a cluster. Advice, not rules: separate volumes keep VMs
 * apart, and each volume costs persistent reservations, so the two are weighed with figures.
 */
public final class StorageAdviser {
    /** Above this part of a volume's IOPS, the disks of one VM get in each other's way. */
    private static final int BUSY_PERCENT = 80;

    private final ClusterState cluster;
    private final List<HostState> hosts;
    private final List<CsvState> csvs;
    private final List<PlacedDisk> disks;
    private final Map<ArrayId, ArrayUse> arrays;
    private final List<Advice> advice = new ArrayList<>();

    private StorageAdviser(
            ClusterState cluster,
            List<HostState> hosts,
            List<CsvState> csvs,
            List<PlacedDisk> disks,
            Map<ArrayId, ArrayUse> arrays) {
        this.cluster = cluster;
        this.hosts = hosts;
        this.csvs = csvs;
        this.disks = disks;
        this.arrays = arrays;
    }

    /**
     * All advice for a cluster.
     *
     * @param csvs of the cluster
     * @param disks of VMs of the cluster
     * @param arrays those that the volumes lie on, with the hosts attached to each
     */
    public static List<Advice> advise(
            ClusterState cluster,
            List<HostState> hosts,
            List<CsvState> csvs,
            List<PlacedDisk> disks,
            Map<ArrayId, StorageArrayState> arrays,
            Map<ArrayId, ArrayUse> uses) {
        StorageAdviser adviser = new StorageAdviser(cluster, hosts, csvs, disks, uses);
        boolean withoutCsvs = hosts.stream().anyMatch(host -> CsvSupport.lacks(host.hypervisor()));
        if (withoutCsvs) {
            adviser.oneLunPerVm();
        }
        for (CsvState csv : csvs) {
            StorageArrayState array = arrays.get(csv.array());
            if (array != null) {
                unattached(csv, cluster, array).ifPresent(adviser.advice::add);
            }
            adviser.volume(csv, withoutCsvs);
        }
        adviser.spread();
        adviser.tooManyCsvs();
        return List.copyOf(adviser.advice);
    }

    /** Nodes that cannot reach a volume of their cluster. */
    public static Optional<Advice> unattached(
            CsvState csv, ClusterState cluster, StorageArrayState array) {
        Set<HostId> attached =
                array.attachments().stream().map(ArrayAttachment::host).collect(Collectors.toSet());
        List<HostId> missing =
                cluster.nodes().stream().filter(node -> !attached.contains(node)).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Advice(
                                "host-not-attached",
                                ("CSV %s lies on array %s, to which %s of cluster %s %s not"
                                                + " attached: a VM on it cannot run there. Attach"
                                                + " %s, or say with possible owners where the VMs"
                                                + " may run.")
                                        .formatted(
                                                csv.csv(),
                                                array.array(),
                                                names(missing),
                                                cluster.cluster(),
                                                missing.size() == 1 ? "is" : "are",
                                                missing.size() == 1 ? "it" : "them")));
    }

    private void oneLunPerVm() {
        List<HostId> without =
                hosts.stream()
                        .filter(host -> CsvSupport.lacks(host.hypervisor()))
                        .map(HostState::host)
                        .sorted()
                        .toList();
        add(
                "one-lun-per-vm",
                "Windows Server 2008 without R2 runs on %s of cluster %s and has no cluster shared volumes. A LUN belongs to one node at a time there, so give each highly available VM a LUN of its own: otherwise VMs that share one can only move together."
                        .formatted(names(without), cluster.cluster()));
    }

    private void volume(CsvState csv, boolean withoutCsvs) {
        VolumeUse use = VolumeUse.among(csv.csv(), disks);
        if (use.disks().isEmpty()) {
            add(
                    "empty-csv",
                    "CSV %s holds no disk of a VM%s. Remove it if nothing else lies on it."
                            .formatted(csv.csv(), price(csv)));
            return;
        }
        if (!withoutCsvs && use.vms().size() > 1) {
            add(
                    "one-vm-per-csv",
                    "CSV %s holds disks of %d VMs (%s). One VM, or one VHD, per CSV keeps their load, their backups and their restores apart; %s."
                            .formatted(csv.csv(), use.vms().size(), names(use.vms()), room(csv)));
        }
        busy(csv, use);
        policies(csv, use);
        apart(csv, use);
    }

    private void busy(CsvState csv, VolumeUse use) {
        Long iops = csv.iops();
        if (iops == null || iops == 0) {
            return;
        }
        Map<VmId, List<PlacedDisk>> byVm =
                use.disks().stream()
                        .collect(
                                Collectors.groupingBy(
                                        PlacedDisk::vm, TreeMap::new, Collectors.toList()));
        byVm.forEach((vm, own) -> {
            long asked = own.stream().mapToLong(PlacedDisk::iops).sum();
            if (own.size() > 1 && asked * 100 >= iops * BUSY_PERCENT) {
                add(
                        "spread-vhds",
                        "%d VHDs of VM %s share CSV %s and ask for %d of its %d IOPS. Spread them over several CSVs of the same backup policy, so that their loads meet different spindles; %s."
                                .formatted(own.size(), vm, csv.csv(), asked, iops, room(csv)));
            }
        });
    }

    private void policies(CsvState csv, VolumeUse use) {
        Set<String> backup = new TreeSet<>();
        Set<String> dr = new TreeSet<>();
        use.disks()
                .forEach(disk -> {
                    backup.add(orNone(disk.backupPolicy()));
                    dr.add(orNone(disk.drPolicy()));
                });
        String own = csv.backupPolicy();
        if (own != null) {
            backup.add(own);
        }
        if (backup.size() > 1) {
            add(
                    "mixed-backup-policies",
                    "CSV %s holds VMs of the backup policies %s. A backup takes a snapshot of the whole CSV, so VMs of different policies disturb each other: keep one policy per CSV."
                            .formatted(csv.csv(), String.join(", ", backup)));
        }
        if (dr.size() > 1) {
            add(
                    "mixed-dr-policies",
                    "CSV %s holds VMs of the DR policies %s. Storage is replicated as a whole: keep replicated VMs with replicated ones."
                            .formatted(csv.csv(), String.join(", ", dr)));
        }
    }

    private void apart(CsvState csv, VolumeUse use) {
        Map<String, Set<VmId>> sets = new TreeMap<>();
        for (PlacedDisk disk : use.disks()) {
            String set = disk.apart();
            if (set != null) {
                sets.computeIfAbsent(set, _ -> new TreeSet<>()).add(disk.vm());
            }
        }
        sets.forEach((set, vms) -> {
            if (vms.size() > 1) {
                add(
                        "anti-affine-on-one-csv",
                        "VMs %s of the anti-affinity set %s share CSV %s: its loss takes all of them, although they are kept on different hosts. Put each on a CSV of its own."
                                .formatted(names(List.copyOf(vms)), set, csv.csv()));
            }
        });
    }

    /** VMs whose disks lie on several volumes. */
    private void spread() {
        Map<VmId, Set<CsvId>> places = new TreeMap<>();
        disks.forEach(
                disk -> places.computeIfAbsent(disk.vm(), _ -> new TreeSet<>()).add(disk.csv()));
        Map<CsvId, CsvState> known = new HashMap<>();
        csvs.forEach(csv -> known.put(csv.csv(), csv));
        places.forEach((vm, on) -> {
            if (on.size() > 1) {
                Set<String> policies =
                        on.stream()
                                .map(known::get)
                                .map(csv -> orNone(csv == null ? null : csv.backupPolicy()))
                                .collect(Collectors.toCollection(TreeSet::new));
                add(
                        "vhds-on-several-csvs",
                        "VHDs of VM %s lie on CSVs %s. That spreads its load; but the loss of any of them stops the VM, and a backup of it must take them all at the same time%s."
                                .formatted(
                                        vm,
                                        names(List.copyOf(on)),
                                        policies.size() > 1
                                                ? ", which they are not: their backup policies"
                                                        + " are "
                                                        + String.join(", ", policies)
                                                : ""));
            }
        });
    }

    private void tooManyCsvs() {
        new TreeMap<>(arrays)
                .forEach((id, use) -> {
                    ReservationBudget budget = use.budget();
                    if (budget.usedPercent() >= ReservationBudget.WARNING_PERCENT) {
                        add(
                                "too-many-csvs",
                                "Array %s is asked for %d of its %d persistent reservations (%d %%): %s. Plan fewer, larger CSVs with POST /api/v1/consolidation-plans."
                                        .formatted(
                                                id,
                                                budget.used(),
                                                budget.limit(),
                                                budget.usedPercent(),
                                                budget.arithmetic()));
                    }
                });
    }

    private String price(CsvState csv) {
        return share(csv)
                .map(share ->
                        " and takes %s"
                                .formatted(Figures.of(share.perCsv(), "persistent reservation")))
                .orElse("");
    }

    /** Whether the array has room for further volumes. */
    private String room(CsvState csv) {
        ArrayUse use = arrays.get(csv.array());
        return share(csv)
                .map(share ->
                        "each further CSV takes %s of array %s, which has room for %d"
                                .formatted(
                                        Figures.of(share.perCsv(), "persistent reservation"),
                                        csv.array(),
                                        use == null ? 0 : use.budget().furtherCsvs(share)))
                .orElse("its array is not known");
    }

    private Optional<ReservationBudget.Share> share(CsvState csv) {
        ArrayUse use = arrays.get(csv.array());
        ClusterId of = csv.cluster();
        return use == null
                ? Optional.empty()
                : use.budget().shares().stream()
                        .filter(share -> share.cluster().equals(of))
                        .findAny();
    }

    private void add(String code, String text) {
        advice.add(new Advice(code, text));
    }

    private static String orNone(@Nullable String policy) {
        return policy == null ? "none" : policy;
    }

    private static String names(List<?> things) {
        return things.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
