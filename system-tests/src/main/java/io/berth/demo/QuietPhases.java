package io.berth.demo;

import io.berth.checker.Domain;
import io.berth.checker.Host;
import io.berth.checker.Question.QuietPhase;
import io.berth.contracts.Event;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.demo.Fleet.Seen;
import io.berth.platform.ComponentName;
import io.berth.platform.PlatformClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Faults that must not touch any VM: most of a cluster loses the broker at once, and the broker
 * itself is down for longer than the failure threshold.
 */
final class QuietPhases {
    private static final String HOLD = "hold";
    private static final String OUTAGE = "outage";
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration DOWN = Duration.ofSeconds(8);

    /** A host that has not come back would be declared failed within this. */
    private static final Duration SETTLED =
            LeaseTimings.DEFAULT.threshold().plus(Duration.ofSeconds(1));

    /** Less than this would prove nothing. */
    private static final Duration AT_LEAST =
            LeaseTimings.DEFAULT.threshold().plus(Duration.ofSeconds(1));

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Stage stage;
    private final Timeline timeline;

    QuietPhases(Stage stage) {
        this.stage = stage;
        this.timeline = stage.timeline();
    }

    /**
     * Two thirds of a cluster lose the broker, but not one another.
     *
     * @return whether all went on in time
     */
    boolean hold(EstatePlan.Cluster cluster) {
        List<HostId> nodes = cluster.hosts().stream().map(EstatePlan.Host::id).toList();
        List<HostId> silenced = nodes.subList(0, nodes.size() * 2 / 3);
        stage.settle();
        Map<VmId, Fleet.Place> before = stage.follower().look(Fleet::placed);
        Instant from = stage.fault("partition", silenced);
        timeline.tell(
                from,
                HOLD,
                "%d of %d hosts of %s cut off from the broker, not from one another"
                        .formatted(silenced.size(), nodes.size(), cluster.id()));
        boolean held =
                stage.await(HOLD, "hold", SILENCE, 1, fleet -> holds(fleet, cluster, from).size());
        stage.follower()
                .look(fleet -> holds(fleet, cluster, from))
                .forEach(seen ->
                        timeline.tell(
                                seen.at(),
                                HOLD,
                                "FailuresHeld: %d of %d silent, %s (CorrelatedSilence)"
                                        .formatted(
                                                seen.event().silent(),
                                                seen.event().configured(),
                                                seen.event().reason())));
        untilAfter(from, SILENCE);
        unfenced(HOLD, "after %s of silence".formatted(EstatePhase.seconds(from, timeline.now())));
        Instant healed = stage.fault("heal", silenced);
        timeline.tell(healed, HOLD, "healed");
        boolean back =
                held
                        && stage.await(
                                HOLD,
                                "hold released",
                                PATIENCE,
                                fleet -> releases(fleet, cluster, healed).size())
                        && stage.await(
                                HOLD,
                                "hosts beating",
                                PATIENCE,
                                nodes.size(),
                                fleet -> fleet.beating(nodes, healed));
        stage.follower()
                .look(fleet -> releases(fleet, cluster, healed))
                .forEach(seen ->
                        timeline.tell(
                                seen.at(),
                                HOLD,
                                "HoldReleased after %.1f s of log time"
                                        .formatted(seen.event().heldFor().toMillis() / 1000.0)));
        stage.follower().pass(SETTLED);
        return end(HOLD, from, before, silenced, new Domain(cluster.domain().value())) && back;
    }

    /**
     * The broker is down for longer than the failure threshold.
     *
     * @return whether all went on in time
     */
    boolean brokerOutage() {
        Optional<PlatformClient> power = stage.platform().power();
        if (power.isEmpty()) {
            timeline.tell(OUTAGE, "left out: the broker is not ours to stop here");
            return true;
        }
        return brokerOutage(power.get());
    }

    private boolean brokerOutage(PlatformClient processes) {
        List<HostId> hosts = stage.hosts();
        stage.settle();
        Map<VmId, Fleet.Place> before = stage.follower().look(Fleet::placed);
        Instant from = timeline.now();
        timeline.tell(
                from,
                OUTAGE,
                "stopping Kafka; the failure threshold is "
                        + LeaseTimings.DEFAULT.threshold().toSeconds()
                        + " s");
        processes.stopComponent(ComponentName.KAFKA);
        Instant stopped = timeline.now();
        timeline.tell(stopped, OUTAGE, "Kafka is down");
        untilAfter(stopped, DOWN);
        unfenced(
                OUTAGE,
                "after %s without a broker"
                        .formatted(EstatePhase.seconds(stopped, timeline.now())));
        processes.startComponent(ComponentName.KAFKA);
        Instant started = timeline.now();
        timeline.tell(
                started,
                OUTAGE,
                "Kafka is up again after " + EstatePhase.seconds(stopped, started));
        boolean back =
                stage.await(
                        OUTAGE,
                        "hosts beating unfenced",
                        PATIENCE,
                        hosts.size(),
                        fleet -> fleet.beating(hosts, started));
        processes.awaitHealthy(
                List.of(
                        ComponentName.INVENTORY,
                        ComponentName.MONITORING,
                        ComponentName.PLACEMENT,
                        ComponentName.REPLICA),
                PATIENCE);
        stage.follower().pass(SETTLED);
        return end(OUTAGE, from, before, hosts, null) && back;
    }

    private boolean end(
            String name,
            Instant from,
            Map<VmId, Fleet.Place> before,
            Collection<HostId> silenced,
            @Nullable Domain held) {
        Instant to = timeline.now();
        stage.quiet(
                new QuietPhase(
                        name,
                        from,
                        to,
                        silenced.stream()
                                .map(host -> new Host(host.value()))
                                .collect(Collectors.toSet()),
                        AT_LEAST,
                        held));
        Map<VmId, Fleet.Place> after = stage.follower().look(Fleet::placed);
        Set<VmId> moved = new HashSet<>();
        before.forEach((vm, place) -> {
            if (!place.equals(after.get(vm))) {
                moved.add(vm);
            }
        });
        int failed = count(from, HostFailed.class);
        int lost = count(from, VmLost.class);
        long fenced =
                stage.follower()
                        .look(fleet ->
                                fleet.since(
                                        from,
                                        VmTableReported.class,
                                        table ->
                                                table.trigger()
                                                        == VmTableReported.Trigger.FENCED_ITSELF))
                        .size();
        timeline.tell(
                name,
                "%d HostFailed, %d hosts fenced, %d VMs lost, %d of %d VMs moved"
                        .formatted(failed, fenced, lost, moved.size(), before.size()));
        timeline.figure(name + "FailedHosts", failed);
        timeline.figure(name + "FencedHosts", fenced);
        timeline.figure(name + "MovedVms", moved.size());
        timeline.figure(name + "Millis", Duration.between(from, to).toMillis());
        return failed == 0 && fenced == 0 && lost == 0 && moved.isEmpty();
    }

    private <E extends Event> int count(Instant from, Class<E> type) {
        return stage.follower().look(fleet -> fleet.since(from, type, event -> true)).size();
    }

    private void untilAfter(Instant since, Duration time) {
        Duration left = Duration.between(timeline.now(), since.plus(time));
        if (left.isPositive()) {
            stage.follower().pass(left);
        }
    }

    private void unfenced(String phase, String when) {
        long fenced = stage.simulated(host -> host.path("fenced").asBoolean(true));
        timeline.tell(
                phase,
                "%s: %d of %d hosts are fenced; the others run on by lease or by their peers' permission"
                        .formatted(when, fenced, stage.hosts().size()));
    }

    private static List<Seen<FailuresHeld>> holds(
            Fleet fleet, EstatePlan.Cluster cluster, Instant since) {
        return fleet.since(
                since, FailuresHeld.class, held -> held.domain().equals(cluster.domain()));
    }

    private static List<Seen<HoldReleased>> releases(
            Fleet fleet, EstatePlan.Cluster cluster, Instant since) {
        return fleet.since(
                since, HoldReleased.class, released -> released.domain().equals(cluster.domain()));
    }
}
