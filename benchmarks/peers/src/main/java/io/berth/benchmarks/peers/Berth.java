package io.berth.benchmarks.peers;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.fit.Requirement;
import io.berth.placement.domain.index.HostIndex;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.Rulebook;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Berth's own engine: ledger and index, as placement-service uses them. Every filter and five
 * resources are in force, whether the instance needs them or not.
 */
final class Berth implements Peer {
    private static final long RING = 0x9e3779b97f4a7c15L;
    private static final int WHOLE = 100;
    private static final Tenure TENURE = new Tenure(1);
    private static final HostReserve NO_RESERVE = new HostReserve(0, new MiB(0), null, null, null);

    @Override
    public String name() {
        return "Berth";
    }

    @Override
    public Set<Task> tasks() {
        return EnumSet.allOf(Task.class);
    }

    @Override
    public Session prepare(Fleet fleet, Task task) {
        Ledger ledger = new Ledger();
        HostIndex index = new HostIndex(ledger);
        Goal goal = task == Task.PACK ? Goal.CONSOLIDATE : Goal.LOAD_BALANCE;
        Map<HostId, Integer> numbers = new HashMap<>();
        HostId[] hosts = new HostId[fleet.hosts()];
        for (int number = 0; number < hosts.length; number++) {
            hosts[number] = new HostId("host-%05d".formatted(number));
            numbers.put(hosts[number], number);
            ledger.describe(
                    new HostDescription(state(hosts[number], fleet.capacity()[number]), null)
                            .judged(new GroupPolicy(goal, GroupPolicy.Weights.EQUAL), false));
            ledger.life(
                    new HostRow(
                            hosts[number],
                            number == fleet.failed() ? HostStatus.UNREACHABLE : HostStatus.UP,
                            new BootId(1),
                            TENURE,
                            true,
                            Tenure.NONE));
        }
        VmSpec[] specs = Arrays.stream(fleet.demand()).map(Berth::spec).toArray(VmSpec[]::new);
        for (int vm = 0; vm < specs.length; vm++) {
            if (fleet.at()[vm] >= 0) {
                ledger.allocate(hosts[fleet.at()[vm]], specs[vm]);
            }
        }
        int[] waiting = fleet.waiting();
        Requirement[] shapes = new Requirement[specs.length];
        for (int vm : waiting) {
            shapes[vm] = Requirement.of(specs[vm], Rulebook.EMPTY);
        }
        return new Run(
                ledger, index, hosts, numbers, waiting, specs, shapes, new int[waiting.length]);
    }

    /**
     * A fleet in the ledger.
     *
     * @param numbers of the hosts
     * @param waiting the numbers of the VMs that wait
     * @param shapes of all that wait, by number
     * @param found the hosts that were found last
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Run(
            Ledger ledger,
            HostIndex index,
            HostId[] hosts,
            Map<HostId, Integer> numbers,
            int[] waiting,
            VmSpec[] specs,
            Requirement[] shapes,
            int[] found)
            implements Session {
        @Override
        public int[] place() {
            for (int i = 0; i < waiting.length; i++) {
                HostId host = index.best(shapes[waiting[i]], i * RING, List.of());
                found[i] = host == null ? -1 : numbers.getOrDefault(host, -1);
                if (host != null) {
                    ledger.allocate(host, specs[waiting[i]]);
                }
            }
            return found.clone();
        }

        @Override
        public void undo() {
            for (int i = 0; i < waiting.length; i++) {
                if (found[i] >= 0) {
                    ledger.release(hosts[found[i]], specs[waiting[i]]);
                }
            }
        }
    }

    private static HostState state(HostId host, int[] capacity) {
        HostHardware hardware =
                new HostHardware(
                        false,
                        null,
                        null,
                        (long) capacity[Fleet.IOPS],
                        (long) capacity[Fleet.NETWORK],
                        List.of(),
                        List.of(),
                        null,
                        List.of());
        return new HostState(
                host,
                new DomainId("fleet"),
                new ClusterId("cluster"),
                new HostGroupId("group"),
                new SiteId("site"),
                capacity[Fleet.CORES],
                new MiB(capacity[Fleet.MEMORY]),
                NO_RESERVE,
                false,
                null,
                null,
                hardware,
                1);
    }

    private static VmSpec spec(int[] demand) {
        VmDetails details =
                new VmDetails(
                        null,
                        List.of(),
                        (long) demand[Fleet.IOPS],
                        (long) demand[Fleet.NETWORK],
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        null,
                        null);
        return new VmSpec(
                demand[Fleet.CORES],
                WHOLE,
                new MiB(demand[Fleet.MEMORY]),
                true,
                RestartPriority.MEDIUM,
                null,
                details);
    }
}
