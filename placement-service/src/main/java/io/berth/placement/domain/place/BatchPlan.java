package io.berth.placement.domain.place;

import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.VmSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where many VMs would go at once.
 *
 * @param groups in the order in which they were asked for
 * @param hostsUsed hosts that would take at least one of them
 * @param hostsOpened hosts among them on which nothing is now
 * @param fewestOpened no plan that places all of them opens fewer hosts; a bound, not always
 *     reached
 * @param steps that the search for fewer hosts has taken
 * @param more how many more of one size fit beside them; absent when that was not asked
 */
public record BatchPlan(
        List<Group> groups,
        int hostsUsed,
        int hostsOpened,
        int fewestOpened,
        long steps,
        @Nullable Group more) {
    /** Most VMs that are planned at once, so that an answer takes seconds. */
    public static final int MAX_VMS = 10_000;

    /** Most groups: each is held against each host. */
    public static final int MAX_GROUPS = 200;

    /**
     * VMs of one size.
     *
     * @param spec of each of them
     * @param count how many
     */
    public record Wish(VmSpec spec, int count) {
        /**
         * @throws IllegalArgumentException when the spec is missing or the count out of range
         */
        public Wish {
            Require.present("spec", spec);
            Require.range("count", count, 0, MAX_VMS);
        }
    }

    /** How many VMs of a group a host would take. */
    public record Share(DomainId domain, HostId host, int vms) {}

    /**
     * What becomes of one group.
     *
     * @param on hosts in order of id
     * @param unplaced how many no host takes
     * @param reasons of all hosts against one more of them; empty when all are placed
     */
    public record Group(int placed, List<Share> on, int unplaced, List<Appraisal.Group> reasons) {
        /** Takes copies. */
        public Group {
            on = List.copyOf(on);
            reasons = List.copyOf(reasons);
        }

        /** With what another domain makes of those that were left over here. */
        private Group then(Group next) {
            List<Share> shares = new ArrayList<>(on);
            shares.addAll(next.on);
            return new Group(
                    placed + next.placed,
                    shares,
                    next.unplaced,
                    next.unplaced == 0 ? List.of() : Appraisal.together(reasons, next.reasons));
        }
    }

    /** Takes a copy. */
    public BatchPlan {
        groups = List.copyOf(groups);
    }

    /** How many VMs would have a host. */
    public int placed() {
        return groups.stream().mapToInt(Group::placed).sum();
    }

    /** How many would not. */
    public int unplaced() {
        return groups.stream().mapToInt(Group::unplaced).sum();
    }

    /** With the plan of another domain for what was left over here. */
    public BatchPlan then(BatchPlan next) {
        List<Group> all = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            all.add(groups.get(i).then(next.groups.get(i)));
        }
        return new BatchPlan(
                all,
                hostsUsed + next.hostsUsed,
                hostsOpened + next.hostsOpened,
                fewestOpened + next.fewestOpened,
                steps + next.steps,
                more == null || next.more == null ? more : more.then(next.more));
    }

    /** What is left over of these wishes, one for one. */
    public List<Wish> leftOver(List<Wish> wishes) {
        List<Wish> left = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            left.add(new Wish(wishes.get(i).spec(), groups.get(i).unplaced()));
        }
        return left;
    }
}
