package io.berth.simulator.runtime;

import io.berth.contracts.telemetry.AdapterTraffic;
import io.berth.contracts.telemetry.DiskLoad;
import io.berth.contracts.telemetry.DiskLoadReported;
import io.berth.contracts.telemetry.GuestNetworkReported;
import io.berth.simulator.disks.DiskLoads;
import io.berth.simulator.facts.GuestTraffic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reports what the disks of running VMs are asked for, and what their guests lose in the network,
 * in one life of a host: regularly, and never again what was lost on the way. Used from the host's
 * mailbox only.
 */
final class DiskLoadLife {
    private final SimulatedHost host;
    private final Surroundings world;
    private final Mailbox mailbox;
    private final Life life;
    private final RandomGenerator random;
    private @Nullable Future<?> alarm;
    private long reports;
    private boolean ended;

    DiskLoadLife(
            SimulatedHost host,
            Surroundings world,
            Mailbox mailbox,
            Life life,
            RandomGenerator random) {
        this.host = host;
        this.world = world;
        this.mailbox = mailbox;
        this.life = life;
        this.random = random;
    }

    /** The hosts of a fleet do not report in step. */
    void begin() {
        next(Duration.ofNanos(random.nextLong(world.diskLoadInterval().toNanos())));
    }

    void end() {
        ended = true;
        Future<?> set = alarm;
        if (set != null) {
            set.cancel(false);
        }
    }

    private void next(Duration in) {
        alarm = world.timer().after(in, () -> mailbox.post(this::report));
    }

    private void report() {
        if (ended) {
            return;
        }
        next(world.diskLoadInterval());
        if (host.conditions().frozen()) {
            return;
        }
        List<AdapterTraffic> traffic =
                GuestTraffic.of(host.conditions().factBreakages(), life.executing().size(), random);
        if (!traffic.isEmpty()) {
            host.publishGuestNetwork(
                    ++reports,
                    new GuestNetworkReported(
                            host.id(),
                            life.boot(),
                            world.diskLoadInterval(),
                            host.calendar(),
                            traffic));
        }
        List<DiskLoad> loads = DiskLoads.of(life.executing(), host.conditions().hotDisks(), random);
        for (int from = 0; from < loads.size(); from += DiskLoadReported.MAX_DISKS) {
            host.publishDiskLoad(
                    ++reports,
                    new DiskLoadReported(
                            host.id(),
                            life.boot(),
                            world.diskLoadInterval(),
                            host.calendar(),
                            loads.subList(
                                    from,
                                    Math.min(loads.size(), from + DiskLoadReported.MAX_DISKS))));
        }
    }
}
