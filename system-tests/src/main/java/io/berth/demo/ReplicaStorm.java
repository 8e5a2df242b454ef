package io.berth.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.platform.ComponentName;
import io.berth.platform.PlatformClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Kills whoever takes part in replication, at random and for a while: hosts that send and hosts
 * that keep, in the middle of their cycles, the services, the broker and the database. Afterwards
 * every recovery point that replica-service lists must be at its target, every byte of it.
 */
final class ReplicaStorm {
    private static final String NAME = "storm";
    private static final Duration BACK = Duration.ofSeconds(120);

    /** Two intervals, and the longest pause after failures. */
    private static final Duration CALM = ReplicatePhase.FREQUENCY.multipliedBy(2).plusSeconds(60);

    private static final Duration LONGEST_OFF = Duration.ofSeconds(8);
    private static final Duration BETWEEN = Duration.ofSeconds(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** Of ten kills, so many are of hosts. */
    private static final int HOSTS_OF_TEN = 7;

    private static final List<ComponentName> PARTS =
            List.of(
                    ComponentName.REPLICA,
                    ComponentName.PLACEMENT,
                    ComponentName.MONITORING,
                    ComponentName.INVENTORY,
                    ComponentName.POSTGRES,
                    ComponentName.KAFKA);

    private final Stage stage;
    private final PlatformClient processes;
    private final DiskWitness witness;
    private final Promises promises;
    private final RandomGenerator random;
    private final Map<String, Integer> kills = new TreeMap<>();

    ReplicaStorm(Stage stage, DiskWitness witness, Promises promises, long seed) {
        this.stage = stage;
        this.processes =
                stage.platform()
                        .power()
                        .orElseThrow(() ->
                                new DemoException(
                                        "a storm needs a platform whose processes run here"));
        this.witness = witness;
        this.promises = promises;
        this.random = new SplittableRandom(seed);
    }

    void run(Duration length) {
        Timeline timeline = stage.timeline();
        Instant end = timeline.now().plus(length);
        promises.tell(
                "for %d min somebody is killed every few seconds".formatted(length.toMinutes()));
        while (timeline.now().isBefore(end)) {
            if (random.nextInt(10) < HOSTS_OF_TEN) {
                host();
            } else {
                part();
            }
            stage.follower().pass(BETWEEN);
        }
        timeline.tell(NAME, "killed: " + kills);
        stage.fault("power-on", stage.hosts());
        processes.awaitHealthy(PARTS, BACK);
        promises.tell("all services are healthy again");
        judge(timeline.now());
    }

    private void host() {
        List<HostId> hosts = stage.hosts();
        HostId victim = hosts.get(random.nextInt(hosts.size()));
        relationships().forEach(one -> ask(one, "replicate-now"));
        stage.follower().pass(Duration.ofMillis(random.nextLong(400)));
        stage.fault("crash", List.of(victim));
        stage.follower().pass(Duration.ofMillis(random.nextLong(LONGEST_OFF.toMillis())));
        stage.fault("power-on", List.of(victim));
        kills.merge("host", 1, Integer::sum);
    }

    private void part() {
        ComponentName victim = PARTS.get(random.nextInt(PARTS.size()));
        processes.killComponent(victim);
        processes.awaitHealthy(PARTS, BACK);
        kills.merge(victim.toString(), 1, Integer::sum);
    }

    /** Asks for something of a relationship; whether it is granted does not matter. */
    private void ask(JsonNode relationship, String operation) {
        var _ = stage.replica().tryPost(path(relationship, operation), RestApi.object());
    }

    /** Those of this estate that still copy. */
    private List<JsonNode> relationships() {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode one : stage.replica().get("relationships?limit=500").path("items")) {
            boolean ours =
                    stage.plan().vms().stream()
                            .anyMatch(vm -> vm.id().value().equals(one.path("vm").asText()));
            if (ours && !one.path("state").asText().equals("DISABLED")) {
                found.add(one);
            }
        }
        return found;
    }

    private static String path(JsonNode relationship, String operation) {
        return "relationships/" + relationship.path("id").asText() + "/" + operation;
    }

    private void judge(Instant calm) {
        long[] told = {-1};
        boolean caughtUp =
                Polling.await(
                        CALM,
                        BETWEEN_LOOKS,
                        () -> {
                            List<JsonNode> all = relationships();
                            long copied = all.stream().filter(one -> copied(one, calm)).count();
                            if (copied != told[0]) {
                                told[0] = copied;
                                stage.timeline()
                                        .tell(
                                                NAME,
                                                "… %d of %d relationships have a copy of after the storm"
                                                        .formatted(copied, all.size()));
                            }
                            return copied == all.size();
                        });
        promises.check(caughtUp, "every relationship has a copy of after the storm");
        relationships().forEach(one -> ask(one, "pause"));
        boolean still =
                Polling.await(
                        CALM,
                        BETWEEN_LOOKS,
                        () -> relationships().stream().noneMatch(one -> one.hasNonNull("running")));
        promises.check(still, "paused: no cycle runs");
        int points = 0;
        List<String> wrong = new ArrayList<>();
        List<JsonNode> judged = relationships();
        for (JsonNode one : judged) {
            RelationshipId id = new RelationshipId(one.path("id").asText());
            HostId target = new HostId(one.path("targetHost").asText());
            for (JsonNode point : stage.replica().get(path(one, "recovery-points")).path("items")) {
                points++;
                try {
                    witness.point(target, id, point.path("cycle").asLong());
                } catch (DemoException e) {
                    wrong.add(String.valueOf(e.getMessage()));
                }
            }
        }
        promises.check(
                points > 0 && wrong.isEmpty(),
                "%d recovery points of %d relationships are at their targets, right in every byte%s"
                        .formatted(
                                points, judged.size(), wrong.isEmpty() ? "" : "; wrong: " + wrong));
    }

    /** Whether its newest copy was ordered after a moment. */
    private boolean copied(JsonNode relationship, Instant moment) {
        JsonNode rpo = relationship.path("rpo");
        return rpo.isTextual()
                && stage.timeline().now().minus(Duration.parse(rpo.asText())).isAfter(moment);
    }
}
