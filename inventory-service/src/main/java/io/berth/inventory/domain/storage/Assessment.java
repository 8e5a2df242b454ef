package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.RaidLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Advises how a disk should be laid out, from what was measured and never from a guess.
 *
 * <p><b>Goals</b>: say which format the disk should have, how many spindles its load needs, and
 * which volume has room for it; each with its figures.
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li>The load is the 95th percentile of the samples (nearest rank), reads and writes apart: a
 *       single peak would buy spindles for a minute a day, a mean would hide every busy hour.
 *   <li>Spindles = ⌈(reads + writes × write penalty) ÷ IOPS of a spindle⌉, at least as many as the
 *       RAID level needs.
 *   <li>Pass-through only when the load fills at least {@link #PASS_THROUGH_PERCENT} % of what a
 *       whole group of these spindles would give, or the disk is larger than a VHD can be. Fixed
 *       from {@link #FIXED_IOPS} IOPS on, or where writes come in blocks below {@link
 *       #SMALL_BLOCK_KIB} KiB at some rate: growing a VHD costs writes of its own. Else dynamic.
 *   <li>Of the volumes with room for size and IOPS the fullest one that fits, so that large rooms
 *       stay whole.
 * </ol>
 *
 * <p><b>Example.</b> 95 % of the time at most 300 reads and 100 writes a second on RAID 5 with 180
 * IOPS a spindle: 300 + 100 × 4 = 700, ÷ 180 = 3.9, so 4 spindles. On RAID 10 (penalty 2): 500 ÷
 * 180 = 2.8, but RAID 10 needs 4.
 *
 * <p><b>Complexity</b>: sorting the samples. <b>Source</b>: the RAID write penalties of storage
 * textbooks; VHD formats of Windows Server 2008 R2 (a fixed VHD nearly as fast as pass-through, at
 * most 2040 GiB).
 */
public final class Assessment {
    /** Largest VHD of Windows Server 2008 R2. */
    public static final MiB LARGEST_VHD = MiB.ofGiB(2040);

    /** Below this, the cost of growing is not felt. */
    public static final long FIXED_IOPS = 50;

    /** Smaller writes touch the allocation table of a dynamic VHD more than the data. */
    public static final long SMALL_BLOCK_KIB = 16;

    /** A load that fills this much of its spindles has nobody to share them with. */
    public static final int PASS_THROUGH_PERCENT = 80;

    /** Fewest samples that say anything: a day, one an hour. */
    public static final int FEWEST_SAMPLES = 24;

    private Assessment() {}

    /** What was measured over a moment. */
    public record Sample(
            long readIops, long writeIops, double mbPerSecond, double blockKib, double latencyMs) {}

    /** A volume that the disk could lie on. */
    public record Room(CsvId csv, long freeMib, @Nullable Long freeIops) {}

    /**
     * What is asked.
     *
     * @param separateSpindles somebody just knows that separate physical disks are needed
     */
    public record Question(
            String disk,
            MiB size,
            RaidLevel raidLevel,
            long iopsPerSpindle,
            boolean separateSpindles,
            List<Sample> samples,
            List<Room> rooms) {
        /** Copies the lists. */
        public Question {
            samples = List.copyOf(samples);
            rooms = List.copyOf(rooms);
        }

        /** The same question with these volumes. */
        public Question among(List<Room> volumes) {
            return new Question(
                    disk, size, raidLevel, iopsPerSpindle, separateSpindles, samples, volumes);
        }
    }

    /**
     * What is advised.
     *
     * @param enough whether there were samples enough to say anything
     * @param csv where there is room; null when nowhere, or nothing can be said
     * @param reasons with the figures
     */
    public record Answer(
            String disk,
            boolean enough,
            @Nullable DiskFormat format,
            long readIops,
            long writeIops,
            long spindleIops,
            int spindles,
            double mbPerSecond,
            double blockKib,
            double latencyMs,
            @Nullable CsvId csv,
            List<String> reasons) {
        /** Copies the list. */
        public Answer {
            reasons = List.copyOf(reasons);
        }
    }

    /** The advice for a disk. */
    public static Answer of(Question asked) {
        List<Sample> samples = asked.samples();
        long reads =
                percentile(samples.stream().map(sample -> (double) sample.readIops()).toList());
        long writes =
                percentile(samples.stream().map(sample -> (double) sample.writeIops()).toList());
        double mb = high(samples.stream().map(Sample::mbPerSecond).toList());
        double block = median(samples.stream().map(Sample::blockKib).toList());
        double latency = high(samples.stream().map(Sample::latencyMs).toList());
        List<String> reasons = new ArrayList<>();
        if (samples.size() < FEWEST_SAMPLES) {
            reasons.add(
                    "%s is too little: measure at least %d over the period that matters."
                            .formatted(Figures.of(samples.size(), "sample"), FEWEST_SAMPLES));
            return new Answer(
                    asked.disk(),
                    false,
                    null,
                    reads,
                    writes,
                    0,
                    0,
                    mb,
                    block,
                    latency,
                    null,
                    reasons);
        }
        int penalty = Raid.writePenalty(asked.raidLevel());
        long spindleIops = reads + writes * penalty;
        int needed = (int) Math.ceilDiv(spindleIops, asked.iopsPerSpindle());
        int spindles = Math.max(needed, Raid.fewestSpindles(asked.raidLevel()));
        reasons.add(
                "95 %% of the time at most %d reads and %d writes a second: %d + %d × %d (%s write penalty) = %d operations of the spindles, ÷ %d = %d, so %s."
                        .formatted(
                                reads,
                                writes,
                                reads,
                                writes,
                                penalty,
                                Raid.name(asked.raidLevel()),
                                spindleIops,
                                asked.iopsPerSpindle(),
                                needed,
                                Figures.of(spindles, "spindle")));
        long fill = spindleIops * 100 / (spindles * asked.iopsPerSpindle());
        boolean busy =
                needed >= Raid.fewestSpindles(asked.raidLevel()) && fill >= PASS_THROUGH_PERCENT;
        DiskFormat format = format(asked, reads + writes, writes, block, busy, fill, reasons);
        CsvId csv = format == DiskFormat.PASS_THROUGH ? null : room(asked, reads + writes, reasons);
        if (asked.separateSpindles()) {
            reasons.add(
                    busy
                            ? "Separate physical disks are borne out: the load fills %d %% of %s."
                                    .formatted(fill, Figures.of(spindles, "spindle"))
                            : "Separate physical disks are not borne out: the load fills %d %% of %s, %d %% would justify them. Shared spindles give the rest to others."
                                    .formatted(
                                            fill,
                                            Figures.of(spindles, "spindle"),
                                            PASS_THROUGH_PERCENT));
        }
        return new Answer(
                asked.disk(),
                true,
                format,
                reads,
                writes,
                spindleIops,
                spindles,
                mb,
                block,
                latency,
                csv,
                reasons);
    }

    private static DiskFormat format(
            Question asked,
            long iops,
            long writes,
            double block,
            boolean busy,
            long fill,
            List<String> reasons) {
        if (asked.size().compareTo(LARGEST_VHD) > 0) {
            reasons.add(
                    "Pass-through: %s is more than a VHD can have (%s)."
                            .formatted(Figures.size(asked.size()), Figures.size(LARGEST_VHD)));
            return DiskFormat.PASS_THROUGH;
        }
        if (busy) {
            reasons.add(
                    "Pass-through: the load fills %d %% of its spindles, from %d %% on there is nobody to share them with. It costs snapshots, and quick storage migration."
                            .formatted(fill, PASS_THROUGH_PERCENT));
            return DiskFormat.PASS_THROUGH;
        }
        if (iops >= FIXED_IOPS || (writes > 0 && block < SMALL_BLOCK_KIB)) {
            reasons.add(
                    "Fixed VHD: %d IOPS in blocks of %.0f KiB; from %d IOPS on, or with writes below %d KiB, the growing of a dynamic VHD is felt."
                            .formatted(iops, block, FIXED_IOPS, SMALL_BLOCK_KIB));
            return DiskFormat.FIXED;
        }
        reasons.add(
                "Dynamic VHD: %d IOPS are below %d, so growing is not felt and saves room."
                        .formatted(iops, FIXED_IOPS));
        return DiskFormat.DYNAMIC;
    }

    private static @Nullable CsvId room(Question asked, long iops, List<String> reasons) {
        Room best =
                asked.rooms().stream()
                        .filter(room -> room.freeMib() >= asked.size().value())
                        .filter(room -> {
                            Long free = room.freeIops();
                            return free == null || free >= iops;
                        })
                        .min(Comparator.comparingLong(Room::freeMib).thenComparing(Room::csv))
                        .orElse(null);
        reasons.add(
                best == null
                        ? "None of %s has %s and %d IOPS free."
                                .formatted(
                                        Figures.of(asked.rooms().size(), "CSV"),
                                        Figures.size(asked.size()),
                                        iops)
                        : "CSV %s has room: %d MiB%s free."
                                .formatted(
                                        best.csv(),
                                        best.freeMib(),
                                        best.freeIops() == null
                                                ? ""
                                                : " and " + best.freeIops() + " IOPS"));
        return best == null ? null : best.csv();
    }

    private static long percentile(List<Double> values) {
        return (long) Math.ceil(high(values));
    }

    /** The 95th percentile by nearest rank. */
    private static double high(List<Double> values) {
        return ranked(values, 0.95);
    }

    private static double median(List<Double> values) {
        return ranked(values, 0.5);
    }

    private static double ranked(List<Double> values, double part) {
        if (values.isEmpty()) {
            return 0;
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }
}
