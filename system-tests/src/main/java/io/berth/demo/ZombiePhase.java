package io.berth.demo;

import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.VmWaitingForHost;
import io.berth.demo.Fleet.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets a host that was declared failed come back, while it still holds its old VMs. */
final class ZombiePhase {
    private static final String ZOMBIE = "zombie";
    private static final Duration RETURN = Duration.ofSeconds(30);
    private static final Duration STARTS = Duration.ofSeconds(45);

    private final Stage stage;
    private final Timeline timeline;

    ZombiePhase(Stage stage) {
        this.stage = stage;
        this.timeline = stage.timeline();
    }

    /**
     * The dead host comes back with its old VMs.
     *
     * @return whether it came back to work
     */
    boolean run(HostId victim) {
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
                fleet -> tables(fleet, victim, at, VmTableReported.Trigger.TENURE_OPENED).size())) {
            return false;
        }
        returned(victim, at);
        if (!stage.await(
                ZOMBIE,
                "VMs back that waited for this host",
                STARTS,
                waiting.size(),
                fleet -> fleet.running(waiting))) {
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
                    Seen.latest(stops),
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
}
