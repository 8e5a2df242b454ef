package io.berth.placement.domain.place;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.fit.HostFilters;
import io.berth.placement.domain.fit.Obstacle;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.pack.BinFiller;
import io.berth.placement.domain.pack.Packing;
import io.berth.placement.domain.pack.PackingSearch;
import io.berth.placement.domain.pack.PackingTask;
import io.berth.placement.domain.place.BatchPlan.Group;
import io.berth.placement.domain.place.BatchPlan.Share;
import io.berth.placement.domain.place.BatchPlan.Wish;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plans many VMs at once, as one would who knows all of them before placing the first.
 *
 * <h2>Goals</h2>
 *
 * As many VMs placed as possible, then as few empty hosts opened as possible; and nothing in the
 * plan that placement would refuse.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>All VMs and hosts become a {@link PackingTask}: what is left on each host, and for each
 *       group the hosts that refuse it for any other reason than room. A host on which something is
 *       allocated counts as used already.
 *   <li>{@link PackingSearch} packs it, within a number of steps.
 *   <li>The packing is a proposal: VM by VM it is written into the draft, if {@link HostFilters}
 *       has nothing against it in the draft as it is by then. That catches what the packing does
 *       not know, such as VMs of one anti-affinity set in the same plan.
 *   <li>What is left is placed by {@link Placer}, one by one; once a group finds no host, the rest
 *       of it will not either, and one question says why.
 * </ol>
 *
 * <h2>Worked example</h2>
 *
 * Two hosts with 16 GiB each, one of them in use with 6 GiB left; two VMs of 6 GiB and one of 10.
 * The packing puts one of 6 on the host in use and 6 and 10 on the other: one host opened. By
 * balance alone both of 6 GiB would go to the empty host, and the one of 10 nowhere.
 *
 * <h2>Complexity</h2>
 *
 * With G groups, H hosts and n VMs: O(G H) filters, the packing, and O(n) filters.
 */
public final class BatchPlanner {
    private final Placer placer;

    public BatchPlanner(Placer placer) {
        this.placer = placer;
    }

    /** What the plan has so far of a group. */
    private static final class Progress {
        private final VmRow like;
        private final Map<HostId, Integer> on = new TreeMap<>();
        private int left;

        Progress(VmRow like, int count) {
            this.like = like;
            this.left = count;
        }
    }

    /**
     * Plans into the draft.
     *
     * @param more counts how many of this size fit once the others are placed; null for none
     * @param steps that the search for fewer hosts may take
     */
    public BatchPlan plan(Draft draft, List<Wish> wishes, @Nullable Wish more, long steps) {
        List<HostId> hosts = new ArrayList<>();
        draft.hostIds().forEach(hosts::add);
        Set<HostId> empty = new HashSet<>(hosts);
        empty.removeIf(host -> isInUse(draft, host));
        List<Progress> groups = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            Wish wish = wishes.get(i);
            groups.add(new Progress(VmRow.fresh(name(draft, i, 0), wish.spec()), wish.count()));
        }
        PackingSearch search = new PackingSearch(task(draft, hosts, groups), draft.moment().seed());
        search.advance(steps);
        propose(draft, hosts, groups, 0, search.best());
        for (int i = 0; i < groups.size(); i++) {
            placeRest(draft, i, groups.get(i));
        }
        Set<HostId> used = new HashSet<>();
        groups.forEach(group -> used.addAll(group.on.keySet()));
        empty.retainAll(used);
        List<Group> told = groups.stream().map(group -> told(draft, group)).toList();
        return new BatchPlan(
                told,
                used.size(),
                empty.size(),
                search.bound(),
                search.steps(),
                more == null ? null : count(draft, hosts, groups.size(), more));
    }

    /** Of one size alone filling host by host is exact; the rest is a check. */
    private Group count(Draft draft, List<HostId> hosts, int number, Wish more) {
        Progress group =
                new Progress(VmRow.fresh(name(draft, number, 0), more.spec()), more.count());
        List<Progress> alone = List.of(group);
        propose(draft, hosts, alone, number, BinFiller.fill(task(draft, hosts, alone)));
        placeRest(draft, number, group);
        return told(draft, group);
    }

    private static boolean isInUse(Draft draft, HostId host) {
        return draft.ledger().allocated(Resource.MEMORY, host) > 0;
    }

    private PackingTask task(Draft draft, List<HostId> hosts, List<Progress> groups) {
        List<PackingTask.Kind> kinds = new ArrayList<>();
        long[] wanted = new long[Resource.values().length];
        for (Progress group : groups) {
            BitSet closed = new BitSet();
            for (int bin = 0; bin < hosts.size(); bin++) {
                List<Obstacle> obstacles = placer.obstacles(draft, group.like, hosts.get(bin));
                closed.set(bin, !obstacles.stream().allMatch(BatchPlanner::isWantOfRoom));
            }
            List<Long> needs = new ArrayList<>();
            for (Resource resource : Resource.values()) {
                long need = Ledger.required(resource, group.like.spec());
                needs.add(need);
                wanted[resource.column()] += need * group.left;
            }
            kinds.add(new PackingTask.Kind(needs, group.left, closed));
        }
        List<PackingTask.Bin> bins = new ArrayList<>();
        for (HostId host : hosts) {
            List<Long> rooms = new ArrayList<>();
            for (Resource resource : Resource.values()) {
                long available = draft.ledger().available(resource, host);
                rooms.add(Math.min(available, wanted[resource.column()]));
            }
            bins.add(new PackingTask.Bin(rooms, isInUse(draft, host)));
        }
        return new PackingTask(kinds, bins);
    }

    private static boolean isWantOfRoom(Obstacle obstacle) {
        return obstacle instanceof Obstacle.InsufficientMemory
                || obstacle instanceof Obstacle.InsufficientCpu
                || obstacle instanceof Obstacle.InsufficientDisk
                || obstacle instanceof Obstacle.InsufficientIops
                || obstacle instanceof Obstacle.InsufficientNetwork;
    }

    private void propose(
            Draft draft,
            List<HostId> hosts,
            List<Progress> groups,
            int firstNumber,
            Packing packing) {
        int item = 0;
        for (int i = 0; i < groups.size(); i++) {
            Progress group = groups.get(i);
            int count = group.left;
            for (int copy = 0; copy < count; copy++) {
                int bin = packing.binOf(item++);
                if (bin != Packing.NOWHERE) {
                    VmRow vm =
                            VmRow.fresh(
                                    name(draft, firstNumber + i, group.left), group.like.spec());
                    if (placer.obstacles(draft, vm, hosts.get(bin)).isEmpty()) {
                        give(draft, group, vm, draft.host(hosts.get(bin)));
                    }
                }
            }
        }
    }

    private void placeRest(Draft draft, int number, Progress group) {
        while (group.left > 0) {
            VmRow vm = VmRow.fresh(name(draft, number, group.left), group.like.spec());
            if (placer.place(draft, vm) instanceof Placer.Answer.Chosen chosen) {
                give(draft, group, vm, chosen.host());
            } else {
                return;
            }
        }
    }

    private static void give(Draft draft, Progress group, VmRow vm, HostRow host) {
        draft.put(vm.placed(host.host(), host.tenure(), draft.now()));
        group.on.merge(host.host(), 1, Integer::sum);
        group.left--;
    }

    private Group told(Draft draft, Progress group) {
        List<Share> on = new ArrayList<>();
        group.on.forEach((host, vms) -> on.add(new Share(draft.domain(), host, vms)));
        int placed = on.stream().mapToInt(Share::vms).sum();
        List<Appraisal.Group> reasons =
                group.left == 0
                        ? List.of()
                        : placer.appraise(draft, Question.start(group.like.vm(), group.like.spec()))
                                .groups();
        return new Group(placed, on, group.left, reasons);
    }

    /** The name of a VM that does not exist; copies of a group are numbered from the last. */
    private static VmId name(Draft draft, int group, int copy) {
        String name = "plan-" + group + "-" + copy;
        VmId id = new VmId(name);
        for (int again = 1; draft.vm(id) != null; again++) {
            id = new VmId(name + "-" + again);
        }
        return id;
    }
}
