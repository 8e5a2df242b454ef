package io.berth.benchmarks;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.fit.Requirement;
import io.berth.placement.domain.index.HostIndex;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.pack.BinFiller;
import io.berth.placement.domain.pack.Packing;
import io.berth.placement.domain.pack.PackingSearch;
import io.berth.placement.domain.pack.PackingTask;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * How few hosts hold many VMs: 5,000 equal hosts, six VMs for each, of seven common sizes, in four
 * resources of which memory becomes scarce first.
 */
final class PackingBench {
    private static final int HOSTS = 5_000;
    private static final int VMS = 6 * HOSTS;
    private static final long SEED = 1;
    private static final int[] SIZES = {4, 8, 16, 24, 32, 48, 64};
    private static final double MOST_ABOVE_PERCENT = 0.5;
    private static final long STEPS = 25_000_000;
    private static final List<Resource> RESOURCES =
            List.of(Resource.CPU, Resource.MEMORY, Resource.IOPS, Resource.NETWORK);

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private final List<VmSpec> vms = vms();
    private final PackingSearch search;

    private PackingBench() {
        search = new PackingSearch(task(), SEED);
    }

    static Report run() {
        PackingBench bench = new PackingBench();
        long begun = nanos();
        int online = bench.online();
        bench.row("one by one as they come, CONSOLIDATE", online, nanos() - begun);
        begun = nanos();
        Packing batch = BinFiller.fill(bench.task());
        bench.row("all at once: batch", batch.opened(), nanos() - begun);
        begun = nanos();
        bench.search.advance(STEPS);
        bench.row(
                "all at once: planner, %,d million steps".formatted(STEPS / 1_000_000),
                bench.search.best().opened(),
                nanos() - begun);
        return new Report(
                "packing: %,d VMs of seven sizes on %,d equal hosts, four resources"
                        .formatted(VMS, HOSTS),
                new Table(List.of("", "hosts used", "above the bound", "ms"), bench.rows),
                List.of(
                        "Lower bound: %,d hosts. Processor time of one thread."
                                .formatted(bench.search.bound())),
                bench.missed);
    }

    private void row(String name, int used, long nanos) {
        double above = 100.0 * (used - search.bound()) / search.bound();
        rows.add(
                List.of(
                        name,
                        "%,d".formatted(used),
                        "%.2f %%".formatted(above),
                        "%,.0f".formatted(nanos / 1e6)));
        if (above > MOST_ABOVE_PERCENT) {
            missed.add(
                    "%s: %,d hosts, %.2f %% above the bound; at most %.1f %%"
                            .formatted(name, used, above, MOST_ABOVE_PERCENT));
        }
    }

    private static long nanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<VmSpec> vms() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<VmSpec> vms = new ArrayList<>();
        for (int i = 0; i < VMS; i++) {
            int memory = SIZES[random.nextInt(SIZES.length)];
            int cores = Math.max(1, memory / (random.nextBoolean() ? 4 : 8));
            VmDetails details =
                    new VmDetails(
                            null,
                            List.of(),
                            100L * (1 + random.nextInt(15)),
                            100L * (1 + random.nextInt(20)),
                            null,
                            List.of(),
                            List.of(),
                            List.of(),
                            false,
                            null,
                            null);
            VmSpec like = PlacementFleet.spec(0);
            vms.add(
                    new VmSpec(
                            cores,
                            100,
                            MiB.ofGiB(memory),
                            false,
                            like.restartPriority(),
                            null,
                            details));
        }
        return vms;
    }

    private static HostDescription host(int number) {
        HostState like = PlacementFleet.description(number).specification();
        HostHardware hardware =
                new HostHardware(
                        false,
                        null,
                        new MiB(0),
                        20_000L,
                        25_000L,
                        List.of(),
                        List.of(),
                        null,
                        List.of());
        HostState specification =
                new HostState(
                        like.host(),
                        like.domain(),
                        like.cluster(),
                        like.group(),
                        like.site(),
                        64,
                        MiB.ofGiB(256),
                        new HostReserve(0, MiB.ZERO, new MiB(0), 0L, 0L),
                        false,
                        null,
                        null,
                        hardware,
                        1);
        return new HostDescription(
                specification,
                null,
                null,
                new GroupPolicy(Goal.CONSOLIDATE, GroupPolicy.Weights.EQUAL),
                false);
    }

    /** With the ledger and the choice of placement; there are more shapes than lanes. */
    private int online() {
        Ledger ledger = new Ledger();
        for (int i = 0; i < HOSTS; i++) {
            ledger.describe(host(i));
            ledger.life(PlacementFleet.ready(i));
        }
        HostIndex index = new HostIndex(ledger);
        Set<HostId> used = new HashSet<>();
        for (int i = 0; i < VMS; i++) {
            Requirement asked = Requirement.of(vms.get(i), Rulebook.EMPTY);
            HostId host = Objects.requireNonNull(index.scan(asked, i, List.of()));
            ledger.allocate(host, vms.get(i));
            used.add(host);
        }
        return used.size();
    }

    private PackingTask task() {
        Map<List<Long>, Integer> kinds = new LinkedHashMap<>();
        for (VmSpec vm : vms) {
            Demand demand = Demand.of(vm);
            kinds.merge(RESOURCES.stream().map(demand::of).toList(), 1, Integer::sum);
        }
        Ledger ledger = new Ledger();
        ledger.describe(host(0));
        HostId host = PlacementFleet.host(0);
        PackingTask.Bin bin =
                new PackingTask.Bin(
                        RESOURCES.stream().map(of -> ledger.usable(of, host)).toList(), false);
        List<PackingTask.Kind> all = new ArrayList<>();
        kinds.forEach((needs, count) -> all.add(new PackingTask.Kind(needs, count, new BitSet())));
        return new PackingTask(all, Collections.nCopies(HOSTS, bin));
    }
}
