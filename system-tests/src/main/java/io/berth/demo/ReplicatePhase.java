package io.berth.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.wire.EventCodec;
import io.berth.demo.Fleet.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Replicates the VMs of one site to hosts of another one, beginning with those of the host that is
 * going to die, and waits for the initial copies.
 */
final class ReplicatePhase {
    private static final String NAME = "replicate";

    /** Relationships of one demo: enough to see them take turns. */
    private static final int MOST = 20;

    /** The shortest that is allowed: a demo is short. */
    static final Duration FREQUENCY = Duration.ofSeconds(30);

    private static final int RECOVERY_POINTS = 4;

    /** The replica service hears of VMs and hosts a moment after inventory. */
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(15);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    /** A first slot may lie a whole interval away; a copy takes seconds. */
    private static final Duration COPIES = FREQUENCY.plusSeconds(30);

    private static final Set<String> NOT_YET = Set.of("unknown-vm", "unknown-host");

    private final Stage stage;
    private final Timeline timeline;

    ReplicatePhase(Stage stage) {
        this.stage = stage;
        this.timeline = stage.timeline();
    }

    /**
     * Runs it.
     *
     * @param doomed the host whose VMs come first
     * @return whether all initial copies came in time; true where the estate has no other cluster
     */
    boolean run(HostId doomed) {
        EstatePlan plan = stage.plan();
        EstatePlan.Cluster home =
                plan.clusters().stream()
                        .filter(cluster -> has(cluster, doomed))
                        .findFirst()
                        .orElseThrow(() -> new DemoException(doomed + " is in no cluster"));
        List<HostId> targets = targets(plan, home);
        if (targets.isEmpty()) {
            timeline.tell(NAME, "left out: the estate has one cluster, and copies go to another");
            return true;
        }
        Map<RelationshipId, VmId> relationships = choose(home, doomed);
        Instant from = timeline.now();
        post(relationships, targets);
        stage.replicated();
        timeline.tell(
                NAME,
                "%d highly available VMs of %s, %d of them on %s, are replicated every %d s to %d hosts of %s"
                        .formatted(
                                relationships.size(),
                                home.id(),
                                on(doomed, relationships),
                                doomed,
                                FREQUENCY.toSeconds(),
                                targets.size(),
                                site(plan, targets.getFirst())));
        boolean copied =
                stage.await(
                        NAME,
                        "initial copies",
                        COPIES,
                        relationships.size(),
                        fleet -> copies(fleet, relationships.keySet(), from).size());
        tell(relationships, from);
        return copied;
    }

    private static boolean has(EstatePlan.Cluster cluster, HostId host) {
        return cluster.hosts().stream().anyMatch(one -> one.id().equals(host));
    }

    /** Hosts of another site; of another cluster where there is one site. */
    private static List<HostId> targets(EstatePlan plan, EstatePlan.Cluster home) {
        List<EstatePlan.Cluster> away =
                plan.clusters().stream()
                        .filter(cluster -> !cluster.site().equals(home.site()))
                        .toList();
        List<EstatePlan.Cluster> others =
                plan.clusters().stream()
                        .filter(cluster -> !cluster.id().equals(home.id()))
                        .toList();
        return (away.isEmpty() ? others : away)
                .stream()
                        .flatMap(cluster -> cluster.hosts().stream())
                        .map(EstatePlan.Host::id)
                        .toList();
    }

    private static String site(EstatePlan plan, HostId host) {
        return plan.clusters().stream()
                .filter(cluster -> has(cluster, host))
                .map(cluster -> "site " + cluster.site())
                .findFirst()
                .orElse("another cluster");
    }

    /** The doomed host's VMs and then others, never so many that none of the others is left. */
    private Map<RelationshipId, VmId> choose(EstatePlan.Cluster home, HostId doomed) {
        Map<VmId, Fleet.Place> running = stage.follower().look(Fleet::running);
        List<VmId> available =
                stage.plan().vms().stream()
                        .filter(vm -> vm.spec().highlyAvailable())
                        .filter(vm -> vm.cluster().equals(home.id()))
                        .map(EstatePlan.Vm::id)
                        .filter(running::containsKey)
                        .toList();
        Stream<VmId> dying =
                available.stream().filter(vm -> doomed.equals(place(running, vm))).limit(MOST / 2);
        Stream<VmId> living =
                available.stream().filter(vm -> !doomed.equals(place(running, vm))).limit(MOST / 2);
        Map<RelationshipId, VmId> chosen = new LinkedHashMap<>();
        Stream.concat(dying, living).forEach(vm -> chosen.put(relationship(vm), vm));
        return chosen;
    }

    private static HostId place(Map<VmId, Fleet.Place> running, VmId vm) {
        Fleet.Place place = running.get(vm);
        if (place == null) {
            throw new DemoException(vm + " does not run");
        }
        return place.host();
    }

    /** The name that the demo gives the replication of a VM. */
    static RelationshipId relationship(VmId vm) {
        return new RelationshipId("r-" + vm);
    }

    private long on(HostId host, Map<RelationshipId, VmId> relationships) {
        return stage.follower()
                .look(fleet ->
                        relationships.values().stream()
                                .filter(vm -> host.equals(place(fleet.running(), vm)))
                                .count());
    }

    private void post(Map<RelationshipId, VmId> relationships, List<HostId> targets) {
        ArrayNode batch = EventCodec.JSON.createArrayNode();
        int next = 0;
        for (Map.Entry<RelationshipId, VmId> relationship : relationships.entrySet()) {
            batch.addObject()
                    .put("id", relationship.getKey().value())
                    .put("vm", relationship.getValue().value())
                    .put("targetHost", targets.get(next++ % targets.size()).value())
                    .put("frequency", FREQUENCY.toString())
                    .put("recoveryPoints", RECOVERY_POINTS);
        }
        Instant giveUp = timeline.now().plus(KNOWN_WITHIN);
        RestApi.Reply reply = stage.replica().tryPost("relationships", batch);
        while (NOT_YET.contains(reply.code()) && timeline.now().isBefore(giveUp)) {
            stage.follower().pass(BETWEEN_TRIES);
            reply = stage.replica().tryPost("relationships", batch);
        }
        if (!reply.good()) {
            throw new DemoException(
                    "POST relationships answered " + reply.status() + ": " + reply.body());
        }
    }

    /** Completed initial copies, each relationship once. */
    private static List<Seen<CycleCompleted>> copies(
            Fleet fleet, Set<RelationshipId> relationships, Instant since) {
        return fleet.since(
                since,
                CycleCompleted.class,
                cycle ->
                        cycle.kind() == CycleKind.INITIAL_COPY
                                && relationships.contains(cycle.relationship()),
                CycleCompleted::relationship);
    }

    private void tell(Map<RelationshipId, VmId> relationships, Instant from) {
        List<Seen<CycleCompleted>> copies =
                stage.follower().look(fleet -> copies(fleet, relationships.keySet(), from));
        if (copies.isEmpty()) {
            return;
        }
        long bytes = copies.stream().mapToLong(copy -> copy.event().bytes()).sum();
        Duration longest =
                copies.stream()
                        .map(copy -> copy.event().took())
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        Instant last = Seen.latest(copies);
        timeline.tell(
                last,
                NAME,
                "%d initial copies complete %s after the request: %s, the longest in %d ms"
                        .formatted(
                                copies.size(),
                                EstatePhase.seconds(from, last),
                                size(bytes),
                                longest.toMillis()));
        timeline.figure("initialCopies", copies.size());
        timeline.figure("initialCopyBytes", bytes);
        timeline.figure("initialCopiesMillis", Duration.between(from, last).toMillis());
    }

    /** Bytes for people. */
    static String size(long bytes) {
        double mebibytes = bytes / (1024.0 * 1024);
        return mebibytes >= 1024
                ? "%.1f GiB".formatted(mebibytes / 1024)
                : "%.1f MiB".formatted(mebibytes);
    }
}
