package io.berth.placement.domain.replay;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.RatedHost;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.RefusedHost;
import io.berth.contracts.placement.VmAdoptionFailed;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmHandOverRefused;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.placement.VmMigrating;
import io.berth.contracts.placement.VmOperationOrdered;
import io.berth.contracts.placement.VmOperationRefused;
import io.berth.contracts.placement.VmOperationSettled;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmReleased;
import io.berth.contracts.placement.VmStopped;
import io.berth.contracts.placement.VmTakenOver;
import io.berth.contracts.placement.VmTurnCame;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.contracts.placement.VmWaitingForHost;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One VM about which two decisions from the same rows and the same input differ: where it goes.
 * That a host has other stars and is chosen all the same is no difference.
 *
 * @param then what was decided; absent when nothing was decided about the VM
 * @param otherwise what the other policy would have decided; absent as above
 * @param newRefusals what hosts would have had against it that they had not, in order of host
 */
public record Divergence(
        VmId vm,
        @Nullable Destination then,
        @Nullable Destination otherwise,
        List<RefusedHost> newRefusals) {
    /** Takes a copy. */
    public Divergence {
        newRefusals = List.copyOf(newRefusals);
    }

    /**
     * Where a VM goes.
     *
     * @param why what it was placed for, or {@code MIGRATION}
     * @param host absent when no host takes it
     * @param stars of that host; absent where it was not rated
     */
    public record Destination(String why, @Nullable HostId host, @Nullable Double stars) {}

    private record Told(Destination destination, Explanation explanation) {}

    /** The VMs on which two decisions differ, in order of id. */
    public static List<Divergence> between(Verdict.Decision then, Verdict.Decision otherwise) {
        Map<VmId, Told> first = told(then);
        Map<VmId, Told> second = told(otherwise);
        Set<VmId> all = new TreeSet<>(first.keySet());
        all.addAll(second.keySet());
        List<Divergence> differ = new ArrayList<>();
        for (VmId vm : all) {
            Told one = first.get(vm);
            Told other = second.get(vm);
            if (!Objects.equals(host(one), host(other)) || (one == null) != (other == null)) {
                differ.add(
                        new Divergence(
                                vm,
                                one == null ? null : one.destination(),
                                other == null ? null : other.destination(),
                                newRefusals(one, other)));
            }
        }
        return differ;
    }

    private static @Nullable HostId host(@Nullable Told told) {
        return told == null ? null : told.destination().host();
    }

    private static List<RefusedHost> newRefusals(@Nullable Told then, @Nullable Told otherwise) {
        if (otherwise == null) {
            return List.of();
        }
        Map<HostId, Set<String>> known = new TreeMap<>();
        if (then != null) {
            for (RefusedHost refused : then.explanation().refused()) {
                Set<String> codes = new HashSet<>();
                refused.refusals().forEach(refusal -> codes.add(refusal.code()));
                known.put(refused.host(), codes);
            }
        }
        Map<HostId, RefusedHost> fresh = new TreeMap<>();
        for (RefusedHost refused : otherwise.explanation().refused()) {
            Set<String> before = known.getOrDefault(refused.host(), Set.of());
            List<Refusal> more =
                    refused.refusals().stream()
                            .filter(refusal -> !before.contains(refusal.code()))
                            .toList();
            if (!more.isEmpty()) {
                fresh.put(refused.host(), new RefusedHost(refused.host(), more));
            }
        }
        return new ArrayList<>(fresh.values());
    }

    /** The last word of a decision on each VM that it finds a host for, or none. */
    private static Map<VmId, Told> told(Verdict.Decision decision) {
        Map<VmId, Told> told = new TreeMap<>();
        for (Outcome outcome : decision.outcomes()) {
            if (outcome instanceof Outcome.Announced(PlacementDecision event)) {
                Told one = told(event);
                if (one != null) {
                    told.put(event.vm(), one);
                }
            }
        }
        return told;
    }

    private static @Nullable Told told(PlacementDecision event) {
        return switch (event) {
            case VmPlaced e -> at(e.cause().name(), e.host(), e.explanation());
            case VmMigrating e -> at("MIGRATION", e.target(), e.explanation());
            case VmUnplaceable e ->
                    new Told(new Destination(e.cause().name(), null, null), e.explanation());
            case VmAdoptionFailed _,
                    VmConfirmed _,
                    VmHandOverRefused _,
                    VmLost _,
                    VmOperationOrdered _,
                    VmOperationRefused _,
                    VmOperationSettled _,
                    VmReleased _,
                    VmStopped _,
                    VmTakenOver _,
                    VmTurnCame _,
                    VmWaitingForHost _ ->
                    null;
        };
    }

    private static Told at(String why, HostId host, Explanation explanation) {
        Double stars =
                explanation.candidates().stream()
                        .filter(candidate -> candidate.host().equals(host))
                        .findFirst()
                        .map(RatedHost::stars)
                        .orElse(null);
        return new Told(new Destination(why, host, stars), explanation);
    }
}
