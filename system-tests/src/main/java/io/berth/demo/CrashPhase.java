package io.berth.demo;

import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.RatedHost;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmWaitingForHost;
import io.berth.demo.Fleet.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
 * decisions and starts, and then lets the host come back as a zombie that still holds its old VMs.
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
    private static final String ZOMBIE = "zombie";
    private static final int SHOWN = 4;
    private static final Duration DETECTION = Duration.ofSeconds(15);

    /** Enough for a service that was killed meanwhile to come back and go on. */
    private static final Duration STARTS = Duration.ofSeconds(45);

    private static final Duration WITHHELD = Duration.ofSeconds(8);
    private static final Duration RETURN = Duration.ofSeconds(30);
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
        if (!stage.await(
                DETECT,
                "failure declared",
                DETECTION,
                1,
                fleet -> failures(fleet, victim, at).size())) {
            return false;
        }
        Seen<HostFailed> failed =
                stage.follower().look(fleet -> failures(fleet, victim, at)).getFirst();
        detected(victim, at, failed);
        if (!lost.isEmpty()
                && !stage.await(
                        DECIDE,
                        "decision",
                        STARTS,
                        1,
                        fleet -> placements(fleet, lost, at).size())) {
            return false;
        }
        duringReplacement.run();
        if (!stage.await(
                DECIDE,
                "VMs re-placed",
                STARTS,
                lost.size(),
                fleet -> decidedVms(placements(fleet, lost, at)))) {
            return false;
        }
        decided(failed, lost, at);
        Duration patience = sabotage == Sabotage.WITHHOLD ? WITHHELD : STARTS;
        if (!stage.await(
                CONFIRM,
                "starts confirmed",
                patience,
                lost.size(),
                fleet -> runningNow(fleet, lost))) {
            return false;
        }
        confirmed(failed, lost, at);
        if (sabotage == Sabotage.DOUBLE) {
            runTwice(lost);
        }
        return true;
    }

    private void detected(HostId victim, Instant at, Seen<HostFailed> failed) {
        HostFailed event = failed.event();
        stage.follower()
                .look(fleet ->
                        fleet.since(at, HostSuspect.class, host -> host.host().equals(victim)))
                .forEach(suspect -> timeline.tell(suspect.at(), DETECT, "HostSuspect " + victim));
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
    }

    private void decided(Seen<HostFailed> failed, Set<VmId> lost, Instant at) {
        List<Seen<VmPlaced>> placements =
                stage.follower().look(fleet -> placements(fleet, lost, at));
        placements.stream().limit(SHOWN).forEach(this::decision);
        if (placements.size() > SHOWN) {
            timeline.tell(
                    placements.getLast().at(),
                    DECIDE,
                    "… and " + (placements.size() - SHOWN) + " more, down to LOW priority");
        }
        long first = Duration.between(failed.at(), placements.getFirst().at()).toMillis();
        long last = Duration.between(failed.at(), latest(placements)).toMillis();
        timeline.tell(
                latest(placements),
                DECIDE,
                "%d VMs re-placed at a higher epoch: first decision %d ms, last %d ms after HostFailed"
                        .formatted(placements.size(), first, last));
        timeline.figure("replacedVms", placements.size());
        timeline.figure("replacementMillis", last);
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
                                                        && done.outcome() == Outcome.STARTED));
        if (starts.isEmpty()) {
            return;
        }
        long last = Duration.between(failed.at(), latest(starts)).toMillis();
        timeline.tell(
                latest(starts),
                CONFIRM,
                "%d of %d starts reported by their hosts; the last %d ms after HostFailed"
                        .formatted(starts.size(), lost.size(), last));
        timeline.figure("confirmedMillis", last);
        timeline.figure(
                "serviceInterruptionMillis", Duration.between(at, latest(starts)).toMillis());
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
        stage.fault("rogue-start", List.of(other), RestApi.object().put("vm", vm.value()));
        timeline.tell(
                CONFIRM,
                "sabotage: "
                        + vm
                        + " runs on "
                        + place.host()
                        + " and is started on "
                        + other
                        + " too");
        stage.follower().pass(DOUBLED);
    }

    /**
     * The dead host comes back with its old VMs.
     *
     * @return whether it came back to work
     */
    boolean zombie(HostId victim) {
        Instant at = stage.fault("power-on", List.of(victim));
        timeline.tell(at, ZOMBIE, victim + " is powered on; it still holds its old VMs");
        Set<VmId> waiting =
                stage
                        .follower()
                        .look(fleet ->
                                fleet.since(
                                        timeline.start(),
                                        VmWaitingForHost.class,
                                        vm -> vm.host().equals(victim)))
                        .stream()
                        .map(seen -> seen.event().vm())
                        .collect(Collectors.toSet());
        if (!stage.await(
                ZOMBIE,
                "host back with an open tenure",
                RETURN,
                1,
                fleet -> tables(fleet, victim, at, VmTableReported.Trigger.TENURE_OPENED).size())) {
            return false;
        }
        returned(victim, at);
        if (!stage.await(
                ZOMBIE,
                "VMs back that waited for this host",
                STARTS,
                waiting.size(),
                fleet -> runningNow(fleet, waiting))) {
            return false;
        }
        if (!waiting.isEmpty()) {
            timeline.tell(
                    ZOMBIE,
                    waiting.size() + " VMs without high availability run again, on their own host");
        }
        return stage.await(
                ZOMBIE,
                "VMs running",
                STARTS,
                stage.plan().vms().size(),
                fleet -> fleet.running().size());
    }

    private void returned(HostId victim, Instant at) {
        stage
                .follower()
                .look(fleet -> tables(fleet, victim, at, VmTableReported.Trigger.STARTED))
                .stream()
                .findFirst()
                .ifPresent(table ->
                        timeline.tell(
                                table.at(),
                                ZOMBIE,
                                "its agent starts fenced as boot %s and reports %d stopped VMs at old epochs"
                                        .formatted(
                                                table.event().boot(), table.event().vms().size())));
        List<Seen<CommandCompleted>> stops =
                stage.follower()
                        .look(fleet ->
                                fleet.since(
                                        at,
                                        CommandCompleted.class,
                                        done ->
                                                done.host().equals(victim)
                                                        && done.outcome() == Outcome.STOPPED));
        if (!stops.isEmpty()) {
            timeline.tell(
                    latest(stops),
                    ZOMBIE,
                    "ordered to give up what runs elsewhere: " + stops.size() + " VMs forgotten");
        }
        Seen<VmTableReported> opened =
                stage.follower()
                        .look(fleet ->
                                tables(fleet, victim, at, VmTableReported.Trigger.TENURE_OPENED))
                        .getFirst();
        timeline.tell(
                opened.at(),
                ZOMBIE,
                "works again under tenure %s, %s after power-on"
                        .formatted(opened.event().tenure(), EstatePhase.seconds(at, opened.at())));
    }

    private static List<Seen<VmTableReported>> tables(
            Fleet fleet, HostId host, Instant since, VmTableReported.Trigger trigger) {
        return fleet.since(
                since,
                VmTableReported.class,
                table -> table.host().equals(host) && table.trigger() == trigger);
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

    private static long decidedVms(List<Seen<VmPlaced>> placements) {
        return placements.stream().map(placed -> placed.event().vm()).distinct().count();
    }

    private static long runningNow(Fleet fleet, Collection<VmId> vms) {
        Map<VmId, Fleet.Place> running = fleet.running();
        return vms.stream().filter(running::containsKey).count();
    }

    private static Instant latest(List<? extends Seen<?>> seen) {
        return seen.stream().map(Seen::at).max(Comparator.naturalOrder()).orElseThrow();
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
