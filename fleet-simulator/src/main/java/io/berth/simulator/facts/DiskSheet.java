package io.berth.simulator.facts;

import static io.berth.simulator.facts.FactBreakage.DISKS_IN_USE;
import static io.berth.simulator.facts.FactBreakage.DISK_NOT_SEEN;
import static io.berth.simulator.facts.FactBreakage.NO_ARBITRATION;
import static io.berth.simulator.facts.FactBreakage.NO_FAILOVER;
import static io.berth.simulator.facts.FactBreakage.NO_MULTIPATH;
import static io.berth.simulator.facts.FactBreakage.NO_PERSISTENT_RESERVATIONS;
import static io.berth.simulator.facts.FactBreakage.NO_SIMULTANEOUS_FAILOVER;
import static io.berth.simulator.facts.FactBreakage.OTHER_FILE_SYSTEM;
import static io.berth.simulator.facts.FactBreakage.OTHER_IDENTIFIER;
import static io.berth.simulator.facts.FactBreakage.SLOW_DISK;

import io.berth.contracts.facts.DiskFacts;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.MiB;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shared disks of a simulated host: a witness, and one for VMs. */
final class DiskSheet {
    private static final int WITNESS = 1;
    private static final int DATA = 2;
    private static final Duration LATENCY = Duration.ofMillis(4);
    private static final Duration LONG_LATENCY = Duration.ofSeconds(2);

    private DiskSheet() {}

    static List<DiskFacts> disks(FactSubject host) {
        List<DiskFacts> disks = new ArrayList<>();
        disks.add(disk(host, WITNESS, MiB.ofGiB(1)));
        if (!host.has(DISK_NOT_SEEN)) {
            disks.add(disk(host, DATA, MiB.ofGiB(1024)));
        }
        return disks;
    }

    private static DiskFacts disk(FactSubject host, int number, MiB size) {
        boolean inUse = host.has(DISKS_IN_USE);
        boolean strange = number == DATA && host.has(OTHER_IDENTIFIER);
        return new DiskFacts(
                "%04x%04x".formatted(host.cluster(), number),
                "naa.600000000000%04x%04x".formatted(host.cluster(), strange ? 9 : number),
                size,
                inUse ? new CsvId("csv-" + number) : null,
                host.has(OTHER_FILE_SYSTEM) ? "FAT32" : "NTFS",
                !host.has(NO_PERSISTENT_RESERVATIONS),
                probe(inUse, host.has(NO_ARBITRATION)),
                probe(inUse, host.has(NO_FAILOVER)),
                probe(inUse, host.has(NO_SIMULTANEOUS_FAILOVER)),
                host.has(SLOW_DISK) ? LONG_LATENCY : LATENCY,
                2L,
                !host.has(NO_MULTIPATH));
    }

    /** What is in use is not tried. */
    private static DiskFacts.@Nullable Probe probe(boolean inUse, boolean fails) {
        if (inUse) {
            return null;
        }
        return fails ? DiskFacts.Probe.FAILED : DiskFacts.Probe.WORKED;
    }
}
