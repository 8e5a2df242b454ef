package io.berth.simulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The promises of the protocol over many faulty runs: a VM never runs on two hosts at once, an
 * outage of the broker fences nobody who reaches their peers, and when all is well again every VM
 * runs. A failure names its seed, and the seed repeats it.
 */
class ProtocolSimulationTest {
    /** More on request: {@code -Dberth.simulation.seeds=10000}. */
    private static final int SEEDS = Integer.getInteger("berth.simulation.seeds", 200);

    private static final Duration LONGEST_THRESHOLD = Duration.ofSeconds(20);
    private static final long FAULTY_SECONDS = 60;
    private static final long SETTLING_SECONDS = 45;

    /** Where a lease of the longest threshold may have to run out first. */
    private static final long LONG_SETTLING_SECONDS = 80;

    /** Things that go wrong for a while, at moments of their own. */
    private static final class Mischief {
        private final World world;
        private final SplittableRandom random;
        private final double usualLoss;
        private final boolean changing;
        private boolean over;

        Mischief(World world, boolean changing) {
            this.world = world;
            this.changing = changing;
            this.random = world.random.split();
            usualLoss = random.nextInt(3) == 0 ? random.nextDouble() * 0.1 : 0;
            world.loss = usualLoss;
            world.moving = true;
            next();
        }

        private void next() {
            world.time.after(
                    random.nextLong(4_000_000),
                    () -> {
                        if (!over) {
                            strike();
                            if (changing && random.nextInt(2) == 0) {
                                change();
                            }
                            next();
                        }
                    });
        }

        private void strike() {
            List<ModelHost> all = new ArrayList<>(world.hosts.values());
            ModelHost host = all.get(random.nextInt(all.size()));
            switch (random.nextInt(12)) {
                case 0 -> {
                    host.powerOff();
                    after(2, 15, host::powerOn);
                }
                case 1, 2 -> {
                    host.freeze();
                    after(0.2, 8, host::thaw);
                }
                case 3 -> {
                    host.brokerCut = true;
                    after(0.5, 12, () -> host.brokerCut = false);
                }
                case 4 -> {
                    host.peersCut = true;
                    after(0.5, 12, () -> host.peersCut = false);
                }
                case 5 -> {
                    host.brokerCut = true;
                    host.peersCut = true;
                    after(0.5, 12, () -> host.brokerCut = false);
                    after(0.5, 12, () -> host.peersCut = false);
                }
                case 6 -> {
                    world.broker.standStill();
                    after(0.3, 15, world.broker::goOn);
                }
                case 8, 9 -> partition(all);
                case 10 -> {
                    world.loss = random.nextDouble(0.2, 0.8);
                    after(0.5, 6, () -> world.loss = over ? 0 : usualLoss);
                }
                case 7 -> world.broker.stepClock(random.nextLong(-10_000_000, 10_000_000));
                default -> {
                    world.monitorStalled = random.nextBoolean();
                    world.placementStalled = random.nextBoolean();
                    after(0.5, 8, () -> world.monitorStalled = false);
                    after(0.5, 8, () -> world.placementStalled = false);
                }
            }
        }

        /** Back to the shortest, up to the longest, or anything in between. */
        private void change() {
            Duration shortest =
                    LeaseTimings.DEFAULT.outlasting(LeaseTimings.DEFAULT.shortestLease());
            world.changeDetection(
                    switch (random.nextInt(3)) {
                        case 0 -> shortest;
                        case 1 -> LONGEST_THRESHOLD;
                        default -> shortest.plusMillis(random.nextLong(12_000));
                    });
        }

        /** Some hosts lose the broker and reach nobody but one another. */
        private void partition(List<ModelHost> all) {
            Collections.shuffle(all, random);
            List<ModelHost> part = List.copyOf(all.subList(0, 1 + random.nextInt(all.size() - 1)));
            Set<HostId> ids = part.stream().map(ModelHost::id).collect(Collectors.toSet());
            part.forEach(host -> {
                host.brokerCut = true;
                host.group = ids;
            });
            after(
                    1,
                    15,
                    () ->
                            part.forEach(host -> {
                                host.brokerCut = false;
                                host.group = null;
                            }));
        }

        private void after(double minSeconds, double maxSeconds, Runnable action) {
            world.time.after(
                    (long) (random.nextDouble(minSeconds, maxSeconds) * 1_000_000), action);
        }

        void end() {
            over = true;
            world.loss = 0;
            world.moving = false;
        }
    }

    @Test
    void aVmNeverRunsTwiceAndEveryVmRunsInTheEnd() {
        List<String> broken = new ArrayList<>();
        int failures = 0;
        int migrations = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            World world = faulty(seed, LeaseTimings.DEFAULT);
            failures += world.failures;
            migrations += world.migrations();
            if (!world.violations.isEmpty()) {
                broken.add("seed " + seed + ": " + world.violations.getFirst());
            } else if (world.unsettled() != null) {
                broken.add("seed " + seed + ": in the end " + world.unsettled());
            }
        }
        assertThat(broken).isEmpty();
        assertThat(failures)
                .as("hosts declared failed, lest nothing was tried")
                .isGreaterThan(SEEDS);
        assertThat(migrations).as("VMs handed over").isGreaterThan(5 * SEEDS);
    }

    /** The same while thresholds and leases change. */
    @Test
    void aVmNeverRunsTwiceWhileLeasesChange() {
        List<String> broken = new ArrayList<>();
        int failures = 0;
        int changes = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            World world = faulty(seed, LeaseTimings.DEFAULT, true);
            failures += world.failures;
            changes += world.changes;
            if (!world.violations.isEmpty()) {
                broken.add("seed " + seed + ": " + world.violations.getFirst());
            } else if (world.unsettled() != null) {
                broken.add("seed " + seed + ": in the end " + world.unsettled());
            }
        }
        assertThat(broken).isEmpty();
        assertThat(failures).as("hosts declared failed").isGreaterThan(SEEDS / 5);
        assertThat(changes).as("changes of threshold and leases").isGreaterThan(5 * SEEDS);
    }

    @Test
    void anOutageOfTheBrokerFencesNobodyWhoReachesTheirPeers() {
        List<String> broken = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            World world = new World(seed, 3 + (int) (seed % 4), LeaseTimings.DEFAULT);
            world.run(10);
            int before = fencings(world);
            world.run(world.random.nextInt(4));
            world.broker.standStill();
            world.run(2 + world.random.nextInt(60));
            world.broker.goOn();
            world.run(20);
            if (fencings(world) != before || world.failures > 0) {
                broken.add(
                        "seed %d: %d fenced, %d declared failed"
                                .formatted(seed, fencings(world) - before, world.failures));
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void aHostThatIsCutOffAloneIsDeclaredFailedAndItsVmsRunElsewhere() {
        for (long seed = 1; seed <= 20; seed++) {
            World world = new World(seed, 3, LeaseTimings.DEFAULT);
            world.run(10);
            ModelHost cut = world.hosts.values().iterator().next();
            cut.brokerCut = true;
            cut.peersCut = true;
            world.run(8);
            assertThat(world.unsettled()).as("seed " + seed).isNull();
            assertThat(world.violations).as("seed " + seed).isEmpty();
            for (VmId vm : world.vms) {
                assertThat(cut.executes(vm)).as("seed %d, %s", seed, vm).isFalse();
            }
        }
    }

    /**
     * The test must be able to fail: with leases that outlast the threshold it finds doubled VMs.
     */
    @Test
    void aLeaseThatDoesNotFitTheThresholdIsFoundOut() {
        LeaseTimings fit = LeaseTimings.DEFAULT;
        LeaseTimings longLease =
                new LeaseTimings(
                        Duration.ofSeconds(11),
                        fit.beat(),
                        fit.requestTimeout(),
                        fit.peerTimeout(),
                        Duration.ofSeconds(9),
                        fit.agentUnserved(),
                        fit.monitorSilent(),
                        fit.kill(),
                        fit.roundTrip(),
                        fit.cap());
        long doubled =
                LongStream.rangeClosed(1, 60)
                        .filter(seed -> !faulty(seed, longLease).violations.isEmpty())
                        .count();
        assertThat(doubled).isGreaterThan(3);
    }

    /** A run with everything that can go wrong, and an end without anything. */
    private static World faulty(long seed, LeaseTimings agentTimings) {
        return faulty(seed, agentTimings, false);
    }

    private static World faulty(long seed, LeaseTimings agentTimings, boolean changing) {
        World world = new World(seed, 3 + (int) (seed % 3), agentTimings);
        world.run(10);
        Mischief mischief = new Mischief(world, changing);
        world.run(FAULTY_SECONDS);
        mischief.end();
        world.run(changing ? LONG_SETTLING_SECONDS : SETTLING_SECONDS);
        return world;
    }

    private static int fencings(World world) {
        return world.hosts.values().stream().mapToInt(host -> host.selfFencings).sum();
    }
}
