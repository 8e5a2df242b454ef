package io.berth.placement.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.VmOperationSettled;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmReleased;
import io.berth.contracts.placement.VmTakenOver;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.contracts.wire.Partitions;
import io.berth.kit.faults.TransientFaults;
import io.berth.kit.intake.Position;
import io.berth.kit.intake.Received;
import io.berth.kit.intake.RefusedForGood;
import io.berth.kit.outbox.Outbox;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicReader;
import io.berth.placement.app.ClusterCatalog;
import io.berth.placement.app.DecideDeadlines;
import io.berth.placement.app.DecideInputs;
import io.berth.placement.app.DecisionRoom;
import io.berth.placement.app.HostCatalog;
import io.berth.placement.app.OperationSettings;
import io.berth.placement.app.OwnedDomains;
import io.berth.placement.app.PlacementMeters;
import io.berth.placement.app.PlacementSettings;
import io.berth.placement.domain.FakeAgent;
import io.berth.placement.domain.RandomFleet;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.store.Assignment;
import io.berth.placement.store.AssignmentQuery;
import io.berth.placement.store.DecisionJournal;
import io.berth.placement.store.Fence;
import io.berth.placement.store.OperationQuery;
import io.berth.placement.store.OperationStore;
import io.berth.placement.store.PlacementStore;
import io.berth.placement.store.StoredOperation;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two instances, of which the one that decides is killed again and again, before its transaction
 * ends or just after, or frozen and thawed when the other has decided meanwhile: while operations
 * are open, hosts fail and come back, and VMs are asked for. The instances are made of the same
 * beans with memories of their own, over the real database and the real outbox; the hosts are those
 * of the random runs, which do what they read from the topic of commands.
 */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class InstancesKilledIT {
    private static final long SEED = Long.getLong("berth.random.seed", 20);
    private static final int STEPS = 700;
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final OperationQuery ALL_OPERATIONS =
            new OperationQuery(Scenario.CLUSTER, null, null, null, null, null);

    @Inject PlacementStore store;
    @Inject OperationStore operations;
    @Inject DecisionJournal journal;
    @Inject PlacementSettings settings;
    @Inject OperationSettings operationSettings;
    @Inject Outbox outbox;
    @Inject PlacementMeters meters;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final RandomFleet fleet = new RandomFleet(random);
    private final HostCatalog hosts = new HostCatalog(Map.of());
    private final ClusterCatalog clusters = new ClusterCatalog();
    private final Map<String, Long> read = new HashMap<>();
    private final Map<OperationId, StoredOperation> over = new HashMap<>();
    private final Map<OperationKind, Integer> openWhenKilled = new EnumMap<>(OperationKind.class);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int followed;
    private int killed;
    private int fenced;

    /** One process, as far as it decides. */
    private final class Instance {
        private final DecideInputs inputs;
        private final DecideDeadlines deadlines;
        private Fence knew = Fence.NEVER_WRITTEN;
        private boolean used;

        Instance() {
            DecisionRoom room =
                    new DecisionRoom(settings, operationSettings, hosts, outbox, store, journal);
            OwnedDomains memory = new OwnedDomains(store, hosts);
            memory.assigned(Set.of(partition()));
            inputs = new DecideInputs(memory, room, store, meters, () -> now);
            deadlines = new DecideDeadlines(memory, hosts, clusters, room, meters, () -> now);
        }
    }

    /** What a process that is killed does not get to. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void whoeverIsKilledTheOperationsEndOnceAndNoVmRunsTwice() throws InterruptedException {
        try (TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS);
                TopicReader<PlacementDecision> decisions =
                        TopicReader.fromNow(Topics.PLACEMENT_DECISIONS)) {
            hosts.filledFrom(atMost -> true);
            clusters.specified(fleet.cluster());
            describe();
            play(commands);
            settle(commands);
            endsAreTrue();
            told(decisions.readFor(Duration.ofSeconds(2)), commands.readFor(A_MOMENT));
            whatWasLetGoOfIsTakenOver(decisions);
        }
        assertThat(killed).as("instances were killed").isGreaterThan(20);
        assertThat(fenced).as("thawed instances were fenced").isGreaterThan(2);
        assertThat(openWhenKilled)
                .as("operations that were open when an instance was killed")
                .isNotEmpty();
        assertThat(over.values())
                .as("operations that have come to their end")
                .extracting(each -> each.row().kind())
                .contains(
                        OperationKind.EVACUATE,
                        OperationKind.PATCH,
                        OperationKind.MIGRATE,
                        OperationKind.OPTIMISE);
    }

    private void play(TopicReader<HostCommand> commands) throws InterruptedException {
        Instance active = new Instance();
        Instance frozen = null;
        for (int step = 0; step < STEPS; step++) {
            fleet.something();
            for (int i = random.nextInt(4); i > 0; i--) {
                active = next(active);
            }
            if (random.nextInt(8) == 0) {
                now = now.plusMillis(random.nextInt(8000));
                active.deadlines.look();
            }
            if (random.nextInt(25) == 0) {
                // The other one takes over from the database; this one stands still.
                if (frozen != null) {
                    actsOnOldMemory(frozen);
                }
                active.knew = store.load(Scenario.CLUSTER).fence();
                frozen = active.used ? active : null;
                active = new Instance();
            }
            if (step % 4 == 0) {
                follow(commands);
            }
            nothingRunsTwice();
            operationsEndOnce();
        }
    }

    private int partition() {
        return Partitions.of(Scenario.CLUSTER.value(), TestPlatform.PARTITIONS);
    }

    private void describe() {
        fleet.descriptions().values().forEach(host -> hosts.specified(host.specification()));
    }

    /** Feeds the next record of a topic to an instance; returns who decides from here on. */
    private Instance next(Instance active) {
        Received<?> record = peek(random.nextInt(3));
        if (record == null) {
            return active;
        }
        switch (random.nextInt(12)) {
            case 0 -> {
                countOpen();
                diesBeforeTheCommit(active, record);
                return new Instance();
            }
            case 1 -> {
                countOpen();
                commit(active, record);
                return new Instance();
            }
            default -> {
                commit(active, record).run();
                return active;
            }
        }
    }

    private void diesBeforeTheCommit(Instance instance, Received<?> record) {
        try {
            QuarkusTransaction.requiringNew()
                    .run(() -> {
                        instance.inputs.apply(List.of(record));
                        throw new Killed();
                    });
        } catch (Killed | RefusedForGood e) {
            // the record is there for whoever comes next
        }
    }

    private Runnable commit(Instance instance, Received<?> record) {
        try {
            Runnable applied =
                    QuarkusTransaction.requiringNew()
                            .call(() -> instance.inputs.apply(List.of(record)));
            consumed(record);
            instance.used = true;
            return applied;
        } catch (RefusedForGood e) {
            consumed(record);
            instance.inputs.rolledBack();
            return () -> {};
        }
    }

    /** It has been asleep while another decided: whatever it decides now comes to nothing. */
    private void actsOnOldMemory(Instance thawed) {
        Received<?> record = peek(random.nextInt(3));
        Fence before = store.load(Scenario.CLUSTER).fence();
        if (record == null || before.equals(thawed.knew)) {
            return;
        }
        assertThatThrownBy(() ->
                        QuarkusTransaction.requiringNew()
                                .call(() -> thawed.inputs.apply(List.of(record))))
                .satisfiesAnyOf(
                        e -> assertThat(TransientFaults.isStale(e)).isTrue(),
                        e -> assertThat(e).isInstanceOf(RefusedForGood.class));
        assertThat(store.load(Scenario.CLUSTER).fence()).isEqualTo(before);
        fenced++;
    }

    private @Nullable Received<?> peek(int topic) {
        return switch (topic) {
            case 0 -> first(Topics.NODE_EVENTS, fleet.nodeEvents());
            case 1 -> first(Topics.PLACEMENT_REQUESTS, fleet.requests());
            default -> first(Topics.HOST_REPORTS, fleet.reports());
        };
    }

    private <E extends Event> @Nullable Received<E> first(Topic<E> topic, Deque<E> records) {
        E event = records.peek();
        if (event == null) {
            return null;
        }
        long offset = read.getOrDefault(topic.name(), 0L);
        return new Received<>(
                new EventEnvelope<>(topic.name() + offset, "/berth/test", now, null, event),
                new Position(topic.name(), partition(), offset, now));
    }

    private void consumed(Received<?> record) {
        String topic = record.position().topic();
        read.merge(topic, 1L, Long::sum);
        if (topic.equals(Topics.NODE_EVENTS.name())) {
            fleet.nodeEvents().remove();
        } else if (topic.equals(Topics.PLACEMENT_REQUESTS.name())) {
            fleet.requests().remove();
        } else {
            fleet.reports().remove();
        }
    }

    private void follow(TopicReader<HostCommand> commands) {
        List<TopicReader.Entry<HostCommand>> all = commands.readFor(A_MOMENT);
        for (TopicReader.Entry<HostCommand> entry : all.subList(followed, all.size())) {
            fleet.agents().stream()
                    .filter(agent -> agent.host().equals(entry.require().host()))
                    .forEach(agent -> agent.commands().add(entry.require()));
        }
        followed = all.size();
    }

    private void countOpen() {
        killed++;
        for (StoredOperation operation : operations.list(ALL_OPERATIONS, null, 1000)) {
            if (operation.row().state() == OperationState.RUNNING) {
                openWhenKilled.merge(operation.row().kind(), 1, Integer::sum);
            }
        }
    }

    private void operationsEndOnce() {
        for (StoredOperation operation : operations.list(ALL_OPERATIONS, null, 1000)) {
            OperationId id = operation.row().id();
            StoredOperation end = over.get(id);
            if (end != null) {
                assertThat(operation.row().state())
                        .as("%s has ended", id)
                        .isEqualTo(end.row().state());
                assertThat(operation.row().endedAt()).as("once").isEqualTo(end.row().endedAt());
            } else if (operation.row().state().over()) {
                over.put(id, operation);
            }
        }
    }

    private void nothingRunsTwice() {
        Set<VmId> running = new HashSet<>();
        for (FakeAgent agent : fleet.agents()) {
            agent.running().forEach(vm -> assertThat(running.add(vm)).as("%s once", vm).isTrue());
        }
    }

    /** All faults end, and all that was asked for comes to its end. */
    private void settle(TopicReader<HostCommand> commands) throws InterruptedException {
        fleet.cancelAll();
        Instance last = new Instance();
        for (int round = 0; round < 80; round++) {
            follow(commands);
            for (FakeAgent agent : fleet.agents()) {
                fleet.powerOn(agent);
                fleet.heal(agent);
                agent.beat();
                while (!agent.commands().isEmpty()) {
                    agent.work(random);
                }
                agent.progress(random);
            }
            for (int topic = 0; topic < 3; topic++) {
                for (Received<?> record = peek(topic); record != null; record = peek(topic)) {
                    commit(last, record).run();
                    nothingRunsTwice();
                }
            }
            now = now.plusSeconds(1);
            last.deadlines.look();
            operationsEndOnce();
        }
    }

    private void endsAreTrue() {
        assertThat(operations.list(ALL_OPERATIONS, null, 1000))
                .as("all operations have ended")
                .isNotEmpty()
                .allMatch(operation -> operation.row().state().over());
        List<Assignment> assignments =
                store.assignments(
                        new AssignmentQuery(Scenario.CLUSTER, null, AssignmentState.RUNNING),
                        null,
                        1000);
        assertThat(assignments).isNotEmpty();
        for (Assignment assignment : assignments) {
            HostId host = assignment.row().requiredHost();
            assertThat(fleet.agent(host).running())
                    .as("%s runs on %s", assignment.row().vm(), host)
                    .contains(assignment.row().vm());
        }
    }

    /** The other domain is decided for by the running service, from its topics. */
    private static void whatWasLetGoOfIsTakenOver(TopicReader<PlacementDecision> decisions) {
        Map<VmId, Epoch> released = new HashMap<>();
        for (TopicReader.Entry<PlacementDecision> entry : decisions.readFor(A_MOMENT)) {
            if (entry.event() instanceof VmReleased left
                    && left.domain().equals(Scenario.CLUSTER)) {
                assertThat(released.put(left.vm(), left.epoch())).as("%s once", left).isNull();
            }
        }
        assertThat(released).isNotEmpty();
        List<TopicReader.Entry<PlacementDecision>> taken =
                decisions.awaitMany(
                        released.size(),
                        Stage.PATIENCE,
                        entry -> entry.event() instanceof VmTakenOver);
        for (TopicReader.Entry<PlacementDecision> entry : taken) {
            VmTakenOver over = (VmTakenOver) entry.require();
            assertThat(over.from()).isEqualTo(Scenario.CLUSTER);
            assertThat(over.epoch())
                    .isEqualTo(Objects.requireNonNull(released.get(over.vm())).next());
        }
    }

    /** Each epoch is one host's, they rise, and no host is ordered to start at a lower one. */
    private static void told(
            List<TopicReader.Entry<PlacementDecision>> decisions,
            List<TopicReader.Entry<HostCommand>> commands) {
        Map<VmId, Epoch> highest = new HashMap<>();
        Map<String, HostId> given = new HashMap<>();
        Set<CommandId> settled = new HashSet<>();
        for (TopicReader.Entry<PlacementDecision> entry : decisions) {
            PlacementDecision decision = entry.event();
            if (decision == null || !decision.domain().equals(Scenario.CLUSTER)) {
                continue;
            }
            if (decision instanceof VmPlaced placed) {
                Epoch before = highest.getOrDefault(placed.vm(), Epoch.NONE);
                assertThat(before.isBefore(placed.epoch())).as("%s rises", placed).isTrue();
                highest.put(placed.vm(), placed.epoch());
                given.put(placed.vm() + "@" + placed.epoch(), placed.host());
            } else if (decision instanceof VmOperationSettled end) {
                assertThat(settled.add(end.command())).as("%s once", end).isTrue();
            }
        }
        assertThat(given).isNotEmpty();
        Map<String, Epoch> started = new HashMap<>();
        for (TopicReader.Entry<HostCommand> entry : commands) {
            if (entry.event() instanceof StartVm start
                    && given.containsKey(start.vm() + "@" + start.epoch())) {
                assertThat(start.host()).isEqualTo(given.get(start.vm() + "@" + start.epoch()));
                Epoch before = started.getOrDefault(start.host() + " " + start.vm(), Epoch.NONE);
                assertThat(start.epoch().isBefore(before)).as("%s falls", start).isFalse();
                started.put(start.host() + " " + start.vm(), start.epoch());
            }
        }
        assertThat(started).isNotEmpty();
    }
}
