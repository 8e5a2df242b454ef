package io.berth.replica.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.replica.app.DyingClaimer;
import io.berth.replica.app.OrderCycles;
import io.berth.replica.store.ShiftedClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Two schedulers serve one queue at the same time, and a third dies again and again between writing
 * and commit. No cycle is ordered twice, and none is left out. The service's own scheduler is off.
 */
@QuarkusTest
@TestProfile(TwoClaimersIT.WithoutScheduler.class)
class TwoClaimersIT {
    /** Small batches, so that the claimers meet often. */
    public static class WithoutScheduler implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("berth.replica.schedule", "false", "berth.replica.claim-batch", "7");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(KafkaAndPostgres.class));
        }
    }

    private static final int RELATIONSHIPS = 120;
    private static final int CYCLES = 4;

    @Inject OrderCycles orders;
    @Inject DyingClaimer dying;

    @Test
    void neitherLoseNorDoubleACycle() throws Exception {
        try (Stage stage = new Stage("it-claim");
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            createAll(stage);
            int[] shares = new int[3];
            for (int cycle = 1; cycle <= CYCLES; cycle++) {
                List<Integer> claimed = serveTheQueue(threads);
                for (int i = 0; i < shares.length; i++) {
                    shares[i] += claimed.get(i);
                }
                answerAll(stage, cycle);
                // Two intervals: one slot is served and one merged, for every relationship.
                ShiftedClock.advance(Duration.ofSeconds(60));
            }

            Map<RelationshipId, List<Long>> numbers = new TreeMap<>();
            for (RunReplicaCycle order : stage.allOrders(Duration.ofSeconds(2))) {
                numbers.computeIfAbsent(order.relationship(), _ -> new ArrayList<>())
                        .add(order.cycle().value());
            }
            assertThat(shares).as("all three were at work").doesNotContain(0);
            assertThat(numbers).hasSize(RELATIONSHIPS);
            assertThat(numbers.values())
                    .allSatisfy(of ->
                            assertThat(of)
                                    .containsExactlyElementsOf(
                                            LongStream.rangeClosed(1, CYCLES).boxed().toList()));
        }
    }

    private static void createAll(Stage stage) {
        stage.ready("0");
        IntStream.range(1, RELATIONSHIPS)
                .forEach(i -> {
                    stage.specify("" + i, "east");
                    stage.runs("" + i, "east", "e1");
                });
        String all =
                IntStream.range(0, RELATIONSHIPS)
                        .mapToObj(i -> stage.body("" + i, "" + i, "w1"))
                        .collect(Collectors.joining(",", "[", "]"));
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .untilAsserted(() -> Stage.post(Stage.PATH, all).statusCode(201));
    }

    /** Two claimers and one that dies, until nothing more is due. */
    private List<Integer> serveTheQueue(ExecutorService threads) throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        Callable<Integer> claimer =
                () -> {
                    together.await();
                    int claimed = 0;
                    int idle = 0;
                    while (idle < 3) {
                        int now = orders.round().claimed();
                        claimed += now;
                        idle = now == 0 ? idle + 1 : 0;
                    }
                    return claimed;
                };
        Callable<Integer> victim =
                () -> {
                    together.await();
                    int deaths = 0;
                    for (int i = 0; i < 10; i++) {
                        try {
                            dying.round();
                        } catch (DyingClaimer.Killed e) {
                            deaths++;
                        }
                    }
                    return deaths;
                };
        List<Integer> claimed = new ArrayList<>();
        for (Future<Integer> done : threads.invokeAll(List.of(victim, claimer, claimer))) {
            claimed.add(done.get());
        }
        // What the victim held when the others found nothing is free again.
        while (orders.round().claimed() > 0) {
            assertThat(claimed).isNotEmpty();
        }
        return claimed;
    }

    private static void answerAll(Stage stage, int cycle) {
        Map<RelationshipId, RunReplicaCycle> newest = new HashMap<>();
        stage.commands
                .awaitMany(
                        RELATIONSHIPS,
                        Stage.PATIENCE,
                        entry ->
                                entry.event() instanceof RunReplicaCycle order
                                        && isOurs(stage, order.relationship())
                                        && order.cycle().value() == cycle)
                .forEach(entry -> {
                    RunReplicaCycle order = (RunReplicaCycle) entry.require();
                    newest.put(order.relationship(), order);
                });
        newest.values().forEach(order -> stage.answer(order, "east", Outcome.COPIED));
        stage.events.awaitMany(
                RELATIONSHIPS,
                Stage.PATIENCE,
                entry ->
                        entry.event() instanceof CycleCompleted done
                                && isOurs(stage, done.relationship())
                                && done.cycle().value() == cycle);
    }

    private static boolean isOurs(Stage stage, RelationshipId relationship) {
        return relationship.value().startsWith(stage.name + "-");
    }
}
