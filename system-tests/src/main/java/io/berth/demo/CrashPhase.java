package io.berth.demo;

import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.RatedHost;
import io.berth.contracts.placement.VmPlaced;
import io.berth.demo.Fleet.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the power of the host with the most highly available VMs, follows detection, evidence,
 * decisions and starts.
 */
final class CrashPhase {
    /** Ways to make Berth break its promise, so that the checker can be seen to notice. */
    enum Sabotage {
        /** No survivor hears a command: the starts are withheld. */
        WITHHOLD,
        /** A VM that was re-placed is started a second time, by nobody's decision. */
        DOUBLE
    }

    private static final String CRASH = "crash";
    private static final String DETECT = "detect";
    private static final String DECIDE = "decide";
    private static final String CONFIRM = "confirm";
    private static final int SHOWN = 4;
    private static final Duration DETECTION = Duration.ofSeconds(30);

    /** Enough for a service that was killed meanwhile to come back and go on. */
    private static final Duration STARTS = Duration.ofSeconds(45);

    private static final Duration WITHHELD = Duration.ofSeconds(8);
    private static final Duration DOUBLED = Duration.ofSeconds(3);

    private final Stage stage;
    private final Timeline timeline;
    private final @Nullable Sabotage sabotage;
    private final Map<VmId, EstatePlan.Vm> specs = new HashMap<>();

    CrashPhase(Stage stage, @Nullable Sabotage sabotage) {
        this.stage = stage;
        this.timeline = stage.timeline();
        this.sabotage = sabotage;
        stage.plan().vms().forEach(vm -> specs.put(vm.id(), vm));
    }

    /** The host that runs the most highly available VMs. */
    HostId victim() {
        Map<HostId, Long> counts =
                stage.follower()
                        .look(fleet ->
                                fleet.running().entrySet().stream()
                                        .filter(vm -> highlyAvailable(vm.getKey()))
                                        .collect(
                                                Collectors.groupingBy(
                                                        vm -> vm.getValue().host(),
                                                        Collectors.counting())));
        return counts.entrySet().stream()
                .max(
                        Map.Entry.<HostId, Long>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new DemoException("no host runs a highly available VM"));
    }

    /**
     * The death and what follows from it.
     *
     * @param duringReplacement done as soon as the first decision is seen
     * @return whether all starts were confirmed
     */
    boolean crash(HostId victim, Runnable duringReplacement) {
        stage.settle();
        Set<VmId> held = heldBy(victim);
        Set<VmId> lost = held.stream().filter(this::highlyAvailable).collect(Collectors.toSet());
        if (sabotage == Sabotage.WITHHOLD) {
            stage.fault("deaf", peers(victim));
            timeline.tell(CRASH, "sabotage: no other host of the cluster hears commands any more");
        }
        Instant at = stage.fault("crash", List.of(victim));
        stage.crashed(victim, at);
        timeline.tell(
                at,
                CRASH,
                "power of %s cut; it ran %d VMs, %d of them highly available"
                        .formatted(victim, held.size(), lost.size()));
        if (!detect(victim, at)
                || !stage.await(
                        DECIDE,
                        "decision",
                        STARTS,
                        fleet -> lost.isEmpty() ? 1 : placements(fleet, lost, at).size())) {
            return false;
        }
        Seen<HostFailed> failed =
                stage.follower().look(fleet -> failures(fleet, victim, at)).getFirst();
        duringReplacement.run();
        if (!stage.await(
                DECIDE,
                "VMs re-placed",
                STARTS,
                lost.size(),
                fleet -> placements(fleet, lost, at).size())) {
            return false;
        }
        decided(failed, lost, at);
        Duration patience = sabotage == Sabotage.WITHHOLD ? WITHHELD : STARTS;
        if (!stage.await(
                CONFIRM, "starts confirmed", patience, lost.size(), fleet -> fleet.running(lost))) {
            return false;
        }
        confirmed(failed, lost, at);
        if (sabotage == Sabotage.DOUBLE) {
            runTwice(lost);
        }
        return true;
    }

    private boolean detect(HostId victim, Instant at) {
        if (!stage.await(
                        DETECT,
                        "suspicion",
                        DETECTION,
                        fleet -> suspicions(fleet, victim, at).size())
                || !stage.await(
                        DETECT,
                        "failure",
                        DETECTION,
                        fleet -> failures(fleet, victim, at).size())) {
            return false;
        }
        Seen<HostSuspect> suspect =
                stage.follower().look(fleet -> suspicions(fleet, victim, at)).getFirst();
        timeline.tell(suspect.at(), DETECT, "HostSuspect " + victim);
        Seen<HostFailed> failed =
                stage.follower().look(fleet -> failures(fleet, victim, at)).getFirst();
        HostFailed event = failed.event();
        Duration logTime = Duration.between(event.lastBeat(), event.logTime());
        timeline.tell(
                failed.at(),
                DETECT,
                "HostFailed %s, tenure %s, evidence %s"
                        .formatted(victim, event.tenure(), event.evidence()));
        timeline.tell(
                failed.at(),
                DETECT,
                "%d ms of log time after its last accepted beat, %d ms after the power cut"
                        .formatted(
                                logTime.toMillis(), Duration.between(at, failed.at()).toMillis()));
        timeline.figure("detectionLogTimeMillis", logTime.toMillis());
        timeline.figure("detectionMillis", Duration.between(at, failed.at()).toMillis());
        return true;
    }

    private void decided(Seen<HostFailed> failed, Set<VmId> lost, Instant at) {
        List<Seen<VmPlaced>> placements =
                stage.follower().look(fleet -> placements(fleet, lost, at));
        if (placements.isEmpty()) {
            return;
        }
        long first = Duration.between(failed.at(), placements.getFirst().at()).toMillis();
        long last = Duration.between(failed.at(), Seen.latest(placements)).toMillis();
        timeline.tell(
                Seen.latest(placements),
                DECIDE,
                "%d VMs re-placed at a higher epoch: first decision %d ms, last %d ms after HostFailed"
                        .formatted(placements.size(), first, last));
        placements.stream().sorted(byPriority()).limit(SHOWN).forEach(this::decision);
        if (placements.size() > SHOWN) {
            timeline.tell(
                    Seen.latest(placements),
                    DECIDE,
                    "… and " + (placements.size() - SHOWN) + " of the same or a lower priority");
        }
        timeline.figure("replacedVms", placements.size());
        timeline.figure("replacementMillis", last);
    }

    /** By restart priority, then the largest first; the log has them in several partitions. */
    private Comparator<Seen<VmPlaced>> byPriority() {
        return Comparator.comparing((Seen<VmPlaced> placed) ->
                        spec(placed).map(VmSpec::restartPriority).orElse(RestartPriority.LOW))
                .thenComparing(
                        placed -> spec(placed).map(VmSpec::memory).orElse(MiB.ZERO),
                        Comparator.reverseOrder());
    }

    private Optional<VmSpec> spec(Seen<VmPlaced> placed) {
        return Optional.ofNullable(specs.get(placed.event().vm())).map(EstatePlan.Vm::spec);
    }

    private void decision(Seen<VmPlaced> placed) {
        VmPlaced event = placed.event();
        EstatePlan.Vm vm = specs.get(event.vm());
        String stars =
                event.explanation().candidates().stream()
                        .filter(candidate -> candidate.host().equals(event.host()))
                        .map(RatedHost::stars)
                        .map("%.1f stars"::formatted)
                        .findFirst()
                        .orElse("");
        timeline.tell(
                placed.at(),
                DECIDE,
                "%s %-6s %5d MiB → %s  epoch %s  %s, %d candidates, %d refused"
                        .formatted(
                                event.vm(),
                                vm == null ? "" : vm.spec().restartPriority(),
                                vm == null ? 0 : vm.spec().memory().value(),
                                event.host(),
                                event.epoch(),
                                stars,
                                event.explanation().candidates().size(),
                                event.explanation().refused().size()));
    }

    private void confirmed(Seen<HostFailed> failed, Set<VmId> lost, Instant at) {
        List<Seen<CommandCompleted>> starts =
                stage.follower()
                        .look(fleet ->
                                fleet.since(
                                        at,
                                        CommandCompleted.class,
                                        done ->
                                                lost.contains(done.vm())
                                                        && done.outcome() == Outcome.STARTED,
                                        CommandCompleted::vm));
        if (starts.isEmpty()) {
            return;
        }
        long last = Duration.between(failed.at(), Seen.latest(starts)).toMillis();
        timeline.tell(
                Seen.latest(starts),
                CONFIRM,
                "%d of %d starts reported by their hosts; the last %d ms after HostFailed"
                        .formatted(starts.size(), lost.size(), last));
        timeline.figure("confirmedMillis", last);
        timeline.figure(
                "serviceInterruptionMillis", Duration.between(at, Seen.latest(starts)).toMillis());
    }

    private void runTwice(Set<VmId> lost) {
        VmId vm = lost.stream().min(Comparator.naturalOrder()).orElseThrow();
        Fleet.Place place =
                stage.follower()
                        .look(fleet -> Optional.ofNullable(fleet.running().get(vm)))
                        .orElseThrow(() -> new DemoException(vm + " does not run"));
        HostId other =
                peers(place.host()).stream()
                        .filter(host ->
                                stage.follower()
                                                .look(fleet ->
                                                        fleet.beating(
                                                                List.of(host),
                                                                timeline.now().minusSeconds(2)))
                                        == 1)
                        .findFirst()
                        .orElseThrow(() -> new DemoException("no other host lives"));
        // Otherwise placement has it stopped before it has run for long enough to be noticed.
        stage.fault("deaf", List.of(other));
        stage.fault("rogue-start", List.of(other), RestApi.object().put("vm", vm.value()));
        timeline.tell(
                CONFIRM,
                "sabotage: "
                        + vm
                        + " runs on "
                        + place.host()
                        + " and is started on "
                        + other
                        + " too, which hears no commands");
        stage.follower().pass(DOUBLED);
    }

    private static List<Seen<HostSuspect>> suspicions(Fleet fleet, HostId victim, Instant since) {
        return fleet.since(since, HostSuspect.class, suspect -> suspect.host().equals(victim));
    }

    private static List<Seen<HostFailed>> failures(Fleet fleet, HostId victim, Instant since) {
        return fleet.since(since, HostFailed.class, failed -> failed.host().equals(victim));
    }

    private static List<Seen<VmPlaced>> placements(Fleet fleet, Set<VmId> lost, Instant since) {
        return fleet.since(
                since,
                VmPlaced.class,
                placed ->
                        lost.contains(placed.vm()) && placed.cause() == PlacementCause.HOST_FAILED);
    }

    private Set<VmId> heldBy(HostId host) {
        return stage.follower()
                .look(fleet ->
                        fleet.running().entrySet().stream()
                                .filter(vm -> vm.getValue().host().equals(host))
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toSet()));
    }

    private boolean highlyAvailable(VmId vm) {
        EstatePlan.Vm plan = specs.get(vm);
        return plan != null && plan.spec().highlyAvailable();
    }

    private List<HostId> peers(HostId host) {
        return stage.plan().clusters().stream()
                .map(cluster -> cluster.hosts().stream().map(EstatePlan.Host::id).toList())
                .filter(hosts -> hosts.contains(host))
                .flatMap(List::stream)
                .filter(peer -> !peer.equals(host))
                .toList();
    }
}
