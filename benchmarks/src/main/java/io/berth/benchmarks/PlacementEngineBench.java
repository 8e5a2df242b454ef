package io.berth.benchmarks;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.PlacementRules;
import io.berth.placement.domain.fit.Requirement;
import io.berth.placement.domain.index.HostIndex;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.vm.Conduct;
import io.berth.placement.domain.vm.VmRow;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long the placement engine takes to decide, and what it holds in memory: engine only, without
 * database and broker. Measured is the processor time of the deciding thread, because other
 * programs on the machine take turns with this one.
 */
final class PlacementEngineBench {
    private static final int HOSTS = 10_000;
    private static final int VMS_PER_HOST = 25;
    private static final int NODES = 256;
    private static final int BATCH = 1000;
    private static final double MICROS = 1000;
    private static final double MEBIBYTE = 1024 * 1024;
    private static final double MOST_HEAP_MB = 200;
    private static final double LEAST_GAIN = 10;
    private static final double MOST_MICROS_FOR_ONE = 5;
    private static final double MOST_MICROS_FOR_BATCH = 5_000;
    private static final double MOST_MICROS_FOR_FAILED_NODE = 1_000;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Takes results, so that no work can be left out as useless. */
    private static volatile @Nullable Object sink;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private double one;

    private PlacementEngineBench() {}

    static Report run() {
        PlacementEngineBench bench = new PlacementEngineBench();
        bench.onePlacement();
        bench.batch();
        bench.failedNode();
        bench.heap();
        return new Report(
                "placement engine: %,d hosts, five resources, %d shapes of VMs; in memory"
                        .formatted(HOSTS, PlacementFleet.SHAPES),
                new Table(List.of("", "p50", "p99", "repetitions", "ratio"), bench.rows),
                List.of(
                        "Processor time of one thread. One placement: the best host is found and"
                                + " the VM allocated there; the mean of 64, one of each shape.",
                        "Ratio: how many times as long as one placement by index."),
                bench.missed);
    }

    /** A ledger with its index, in which VMs come and go. */
    private static final class Fleet {
        private final Ledger ledger = new Ledger();
        private final HostIndex index = new HostIndex(ledger);
        private final VmSpec[] specs = new VmSpec[PlacementFleet.SHAPES];
        private final Requirement[] shapes = new Requirement[PlacementFleet.SHAPES];
        private final Deque<Placed> placed = new ArrayDeque<>();
        private final Integer[] largestFirst =
                IntStream.range(0, PlacementFleet.SHAPES).boxed().toArray(Integer[]::new);
        private long turn;

        private record Placed(HostId host, VmSpec spec) {}

        Fleet(int hosts) {
            for (int i = 0; i < hosts; i++) {
                ledger.describe(PlacementFleet.description(i));
                ledger.life(PlacementFleet.life(i));
            }
            for (int i = 0; i < PlacementFleet.SHAPES; i++) {
                specs[i] = PlacementFleet.spec(i);
                shapes[i] = Requirement.of(specs[i], Rulebook.EMPTY);
            }
            for (int i = 0; i < hosts * VMS_PER_HOST; i++) {
                VmSpec spec = specs[i % PlacementFleet.SHAPES];
                ledger.allocate(PlacementFleet.host(i % hosts), spec);
            }
            Arrays.sort(
                    largestFirst,
                    Comparator.comparing(i -> specs[i].memory(), Comparator.reverseOrder()));
        }

        /** One VM of each shape. */
        void placeEach(boolean byIndex) {
            for (int i = 0; i < PlacementFleet.SHAPES; i++) {
                place(byIndex);
            }
        }

        void place(boolean byIndex) {
            place((int) (turn % PlacementFleet.SHAPES), byIndex);
        }

        private void place(int shape, boolean byIndex) {
            long start = turn++ * 0x9e3779b97f4a7c15L;
            HostId host =
                    byIndex
                            ? index.best(shapes[shape], start, List.of())
                            : index.scan(shapes[shape], start, List.of());
            HostId found = Objects.requireNonNull(host);
            ledger.allocate(found, specs[shape]);
            placed.add(new Placed(found, specs[shape]));
        }

        void place(int vms) {
            for (int i = 0; i < vms; i++) {
                place(true);
            }
        }

        /** In the order in which VMs that have lost their hosts are placed: the largest first. */
        void placeBatch() {
            for (int i = 0; i < BATCH; i++) {
                place(largestFirst[i * PlacementFleet.SHAPES / BATCH], true);
            }
        }

        void releaseSome(int vms) {
            for (int i = 0; i < vms; i++) {
                Placed oldest = placed.remove();
                ledger.release(oldest.host(), oldest.spec());
            }
        }

        void releaseAll() {
            releaseSome(placed.size());
        }
    }

    private void onePlacement() {
        Fleet fleet = new Fleet(HOSTS);
        int each = PlacementFleet.SHAPES;
        Sample index = sample(400, 400, () -> fleet.placeEach(true), () -> {});
        fleet.releaseAll();
        Sample churn =
                sample(
                        400,
                        400,
                        () -> {
                            fleet.placeEach(true);
                            fleet.releaseSome(each);
                        },
                        () -> {});
        Sample scan = sample(5, 20, () -> fleet.placeEach(false), () -> fleet.releaseSome(each));
        one = index.percentile(50) / each;
        row("one placement on 10,000 hosts, by index", index, each);
        limit("one placement", one, MOST_MICROS_FOR_ONE);
        row("the same while as many VMs go as come", churn, each);
        row("one placement on 10,000 hosts, by scan", scan, each);
        double gain = scan.percentile(50) / index.percentile(50);
        if (gain < LEAST_GAIN) {
            missed.add("the index is %.1f times as fast as the scan; at least 10".formatted(gain));
        }
    }

    private void batch() {
        Fleet fleet = new Fleet(HOSTS);
        Sample batch = sample(20, 60, fleet::placeBatch, fleet::releaseAll);
        row("1,000 VMs on 10,000 hosts", batch, 1);
        limit("1,000 VMs", batch.percentile(50), MOST_MICROS_FOR_BATCH);
    }

    private void failedNode() {
        PlacementRules rules = new PlacementRules(PlacementPolicy.DEFAULT);
        DomainState state = state(NODES);
        Input failure =
                new Input.NodeFact(
                        new HostFailed(
                                PlacementFleet.host(0),
                                PlacementFleet.DOMAIN,
                                new BootId(1),
                                PlacementFleet.TENURE,
                                NOW,
                                NOW.minusSeconds(5),
                                FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG));
        Moment moment = new Moment(NOW, 42, List.of());
        Sample decided =
                sample(300, 300, () -> sink = rules.decide(state, failure, moment), () -> {});
        row("one host of 256 fails, 25 VMs: the decision with explanations", decided, 1);
        limit("one host of 256 fails", decided.percentile(50), MOST_MICROS_FOR_FAILED_NODE);

        Fleet fleet = new Fleet(NODES);
        Sample planned = sample(1000, 1000, () -> fleet.place(VMS_PER_HOST), fleet::releaseAll);
        row("one host of 256 fails, 25 VMs: new hosts only", planned, 1);
    }

    private void heap() {
        double before = usedHeap();
        Fleet fleet = new Fleet(HOSTS);
        fleet.placeBatch();
        double ledger = usedHeap() - before;
        sink = fleet;
        rows.add(heapRow("heap of ledger and index: 10,000 hosts, 64 shapes", ledger));
        fleet = null;
        sink = null;
        double beforeState = usedHeap();
        DomainState state = state(HOSTS);
        double whole = usedHeap() - beforeState;
        sink = state;
        rows.add(heapRow("heap of a state with 10,000 hosts and 250,000 VMs", whole));
        if (ledger + whole > MOST_HEAP_MB) {
            missed.add("%.0f MB of heap; at most 200".formatted(ledger + whole));
        }
    }

    private static DomainState state(int hosts) {
        List<HostDescription> descriptions = new ArrayList<>();
        List<HostRow> lives = new ArrayList<>();
        List<VmRow> vms = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            descriptions.add(PlacementFleet.description(i));
            lives.add(PlacementFleet.life(i));
            for (int j = 0; j < VMS_PER_HOST; j++) {
                VmSpec spec = PlacementFleet.spec((i * VMS_PER_HOST + j) % PlacementFleet.SHAPES);
                HostId host = descriptions.get(i).host();
                vms.add(
                        new VmRow(
                                new VmId("vm-%05d-%02d".formatted(i, j)),
                                spec,
                                AssignmentState.RUNNING,
                                host,
                                new Epoch(1),
                                PlacementFleet.TENURE,
                                host,
                                List.of(),
                                null,
                                null,
                                Conduct.PLAIN,
                                1));
            }
        }
        return DomainState.restore(PlacementFleet.DOMAIN, descriptions, lives, vms);
    }

    private static double usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return (runtime.totalMemory() - runtime.freeMemory()) / MEBIBYTE;
    }

    /**
     * @param after what follows each repetition without being measured
     */
    private static Sample sample(int warmUp, int repetitions, Runnable work, Runnable after) {
        for (int i = 0; i < warmUp; i++) {
            work.run();
            after.run();
        }
        double[] nanos = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            long begun = THREADS.getCurrentThreadCpuTime();
            work.run();
            nanos[i] = THREADS.getCurrentThreadCpuTime() - begun;
            after.run();
        }
        return new Sample(nanos);
    }

    /**
     * @param items of which the sample tells the time of all together
     */
    private void row(String name, Sample sample, int items) {
        double median = sample.percentile(50) / items;
        rows.add(
                List.of(
                        name,
                        "%,.1f µs".formatted(median / MICROS),
                        "%,.1f µs".formatted(sample.percentile(99) / items / MICROS),
                        "%,d".formatted(sample.size()),
                        "%,.1f".formatted(median / one)));
    }

    private void limit(String name, double nanos, double mostMicros) {
        if (nanos > mostMicros * MICROS) {
            missed.add(
                    "%s: %,.1f µs at the median; at most %,.0f"
                            .formatted(name, nanos / MICROS, mostMicros));
        }
    }

    private static List<String> heapRow(String name, double mebibytes) {
        return List.of(name, "%,.0f MiB".formatted(mebibytes), "", "1", "");
    }
}
