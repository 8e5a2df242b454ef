package io.berth.simulator.facts;

import static io.berth.simulator.facts.FactBreakage.GUEST_PACKET_LOSS;

import io.berth.contracts.inventory.Offload;
import io.berth.contracts.telemetry.AdapterTraffic;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What guests send through the adapter for VMs, and lose there: 4000 packets a guest and report,
 * off by up to 10 %, of which one in ten thousand is lost. {@link FactBreakage#GUEST_PACKET_LOSS}
 * is an adapter that computes checksums wrongly: with any checksum offload on, three in a hundred
 * are.
 */
public final class GuestTraffic {
    private static final long PACKETS_PER_GUEST = 4_000;
    private static final double SOUND = 0.000_1;
    private static final double LOSSY = 0.03;

    private GuestTraffic() {}

    /** The traffic of a host that runs so many guests; none without guests. */
    public static List<AdapterTraffic> of(
            Set<FactBreakage> amiss, int guests, RandomGenerator random) {
        if (guests == 0) {
            return List.of();
        }
        List<Offload> offloads = NetworkSheet.vmOffloads(amiss);
        boolean lossy =
                amiss.contains(GUEST_PACKET_LOSS)
                        && offloads.stream()
                                .anyMatch(offload -> offload.name().contains("CHECKSUM"));
        long packets = Math.round(guests * PACKETS_PER_GUEST * random.nextDouble(0.9, 1.1));
        return List.of(
                new AdapterTraffic(
                        FactSheet.VM_ADAPTER,
                        offloads,
                        packets,
                        Math.round(packets * (lossy ? LOSSY : SOUND))));
    }
}
