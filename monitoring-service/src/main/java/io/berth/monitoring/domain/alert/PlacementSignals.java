package io.berth.monitoring.domain.alert;

import static java.util.Comparator.comparing;

import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.Refusal;
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
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What decisions of placement are worth telling: a VM that no host can take. */
public final class PlacementSignals {
    private PlacementSignals() {}

    /** The signals of a decision. */
    public static List<Signal> of(PlacementDecision fact) {
        return switch (fact) {
            case VmUnplaceable e ->
                    List.of(
                            new Signal.Raise(
                                    AlertRule.VM_UNPLACEABLE,
                                    e.vm().value(),
                                    e.domain(),
                                    "No host of %s can take VM %s: %s"
                                            .formatted(e.domain(), e.vm(), why(e.explanation()))));
            case VmPlaced e -> over(e, "placed on " + e.host());
            case VmConfirmed e -> over(e, "it runs");
            case VmStopped e -> over(e, "it was stopped");
            case VmWaitingForHost e -> over(e, "it waits for " + e.host());
            case VmAdoptionFailed e -> over(e, "placement leaves it where it is");
            case VmReleased e -> over(e, "another domain takes it over");
            case VmTakenOver e -> over(e, "taken over from another domain");
            case VmLost _,
                    VmHandOverRefused _,
                    VmMigrating _,
                    VmTurnCame _,
                    VmOperationOrdered _,
                    VmOperationRefused _,
                    VmOperationSettled _ ->
                    List.of();
        };
    }

    /** How many hosts refuse it for what, the commonest reason first. */
    private static String why(Explanation explanation) {
        if (explanation.refused().isEmpty()) {
            return "the domain has no host that could be asked";
        }
        Map<String, Long> hostsByCode =
                explanation.refused().stream()
                        .flatMap(host -> host.refusals().stream().map(Refusal::code).distinct())
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        String reasons =
                hostsByCode.entrySet().stream()
                        .sorted(
                                comparing((Map.Entry<String, Long> entry) -> -entry.getValue())
                                        .thenComparing(Map.Entry::getKey))
                        .map(entry -> entry.getKey() + " on " + entry.getValue())
                        .collect(Collectors.joining(", "));
        return Texts.count(explanation.refused().size(), "host") + " refuse it: " + reasons;
    }

    private static List<Signal> over(PlacementDecision fact, String because) {
        return List.of(new Signal.Resolve(AlertRule.VM_UNPLACEABLE, fact.vm().value(), because));
    }
}
