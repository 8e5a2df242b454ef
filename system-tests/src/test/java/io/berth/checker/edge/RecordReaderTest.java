package io.berth.checker.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.checker.Boot;
import io.berth.checker.Decision;
import io.berth.checker.Definition;
import io.berth.checker.Domain;
import io.berth.checker.Epoch;
import io.berth.checker.History;
import io.berth.checker.Host;
import io.berth.checker.NodeFact;
import io.berth.checker.Observation;
import io.berth.checker.Position;
import io.berth.checker.Relationship;
import io.berth.checker.ReplicaFact;
import io.berth.checker.SecretScan;
import io.berth.checker.Vm;
import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.RefusedHost;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleFailed;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.RelationshipCreated;
import io.berth.contracts.replica.RelationshipRemoved;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The checker parses by itself; this test alone knows both sides and shows that it reads what the
 * services write.
 */
class RecordReaderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final HostId HOST = new HostId("h1");
    private static final DomainId DOMAIN = new DomainId("c1");
    private static final VmId VM = new VmId("v1");
    private static final io.berth.contracts.ids.Epoch EPOCH = new io.berth.contracts.ids.Epoch(3);
    private static final VmObservation RUNNING =
            new VmObservation(VM, EPOCH, VmPower.RUNNING, IntegrationHeartbeat.OK);
    private static final VmObservation STOPPED =
            new VmObservation(
                    new VmId("v2"), EPOCH, VmPower.STOPPED, IntegrationHeartbeat.NO_CONTACT);

    private final RecordReader reader = new RecordReader(1);
    private long offset;

    @Test
    void readsBeatsWithAndWithoutTable() {
        Position first = write(Topics.HEARTBEATS, beat(1, List.of(RUNNING, STOPPED)));
        Position second = write(Topics.HEARTBEATS, beat(2, null));

        assertThat(history().observations())
                .containsExactly(
                        new Observation.Beat(
                                first,
                                new Host("h1"),
                                new Boot(4),
                                1,
                                0,
                                false,
                                "d",
                                Map.of(new Vm("v1"), new Epoch(3))),
                        new Observation.Beat(
                                second, new Host("h1"), new Boot(4), 2, 1, false, "d", null));
        assertThat(history().end()).isEqualTo(second.time());
    }

    @Test
    void leavesOutABeatThatDoesNotLieWhereItsDomainBelongs() {
        EncodedEvent good =
                new EventCodec<>(Topics.HEARTBEATS)
                        .encode(new EventEnvelope<>("e", "/test", NOW, null, beat(1, null)));
        ProducerRecord<byte[], byte[]> record = good.toRecord("", null);
        reader.read(
                position("telemetry.heartbeats"),
                "c2".getBytes(StandardCharsets.UTF_8),
                record.headers(),
                record.value());
        reader.read(
                new Position("telemetry.heartbeats", 1, 1, NOW),
                record.key(),
                record.headers(),
                record.value());

        assertThat(history().observations()).isEmpty();
        assertThat(history().unreadable()).isEmpty();
    }

    private static HostBeat beat(long sequence, @Nullable List<VmObservation> vms) {
        return new HostBeat(
                HOST,
                DOMAIN,
                new BootId(4),
                new Tenure(2),
                sequence,
                sequence - 1,
                true,
                false,
                NOW,
                new HostLoad(12.5, new MiB(1024)),
                "d",
                vms);
    }

    @Test
    void readsReports() {
        Position table =
                write(
                        Topics.HOST_REPORTS,
                        new VmTableReported(
                                HOST,
                                DOMAIN,
                                new BootId(4),
                                new Tenure(2),
                                true,
                                VmTableReported.Trigger.FENCED_ITSELF,
                                List.of(STOPPED),
                                NOW));
        Position started = write(Topics.HOST_REPORTS, completed(CommandCompleted.Outcome.STARTED));
        Position refused =
                write(Topics.HOST_REPORTS, completed(CommandCompleted.Outcome.REFUSED_FENCED));

        assertThat(history().observations())
                .containsExactly(
                        new Observation.Table(
                                table,
                                new Host("h1"),
                                new Boot(4),
                                true,
                                "FENCED_ITSELF",
                                Map.of()),
                        completion(started, Observation.Outcome.STARTED),
                        completion(refused, Observation.Outcome.REFUSED));
    }

    private static CommandCompleted completed(CommandCompleted.Outcome outcome) {
        return new CommandCompleted(
                HOST,
                DOMAIN,
                new BootId(4),
                new Tenure(2),
                new CommandId("cmd-1"),
                VM,
                EPOCH,
                outcome,
                "",
                NOW);
    }

    private static Observation completion(Position at, Observation.Outcome outcome) {
        return new Observation.Completion(
                at, new Host("h1"), new Boot(4), new Vm("v1"), new Epoch(3), outcome);
    }

    @Test
    void readsFailuresAndDecisions() {
        Position failed =
                write(
                        Topics.NODE_EVENTS,
                        new HostFailed(
                                HOST,
                                DOMAIN,
                                new BootId(4),
                                new Tenure(2),
                                NOW.plusSeconds(5),
                                NOW,
                                FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG));
        Position lost =
                write(
                        Topics.PLACEMENT_DECISIONS,
                        new VmLost(VM, DOMAIN, HOST, EPOCH, PlacementCause.HOST_FAILED));
        Explanation explanation =
                new Explanation(
                        "p1",
                        0,
                        List.of(),
                        List.of(
                                new RefusedHost(
                                        HOST,
                                        List.of(
                                                new Refusal(
                                                        "insufficient-memory",
                                                        true,
                                                        2L,
                                                        1L,
                                                        "MiB",
                                                        "needs more")))),
                        List.of());
        Position placed =
                write(
                        Topics.PLACEMENT_DECISIONS,
                        new VmPlaced(
                                VM,
                                DOMAIN,
                                new HostId("h2"),
                                EPOCH.next(),
                                new Tenure(1),
                                HOST,
                                PlacementCause.HOST_FAILED,
                                explanation));
        Position unplaceable =
                write(
                        Topics.PLACEMENT_DECISIONS,
                        new VmUnplaceable(
                                VM, DOMAIN, EPOCH, PlacementCause.HOST_FAILED, explanation));

        History history = history();
        assertThat(history.nodeFacts())
                .containsExactly(
                        new NodeFact.Failed(
                                failed,
                                "/test e0",
                                new Domain("c1"),
                                new Host("h1"),
                                NOW.plusSeconds(5),
                                NOW,
                                true));
        assertThat(history.decisions())
                .containsExactly(
                        new Decision.Lost(
                                lost, "/test e1", new Vm("v1"), new Epoch(3), new Host("h1")),
                        new Decision.Placed(
                                placed,
                                "/test e2",
                                new Vm("v1"),
                                new Epoch(4),
                                new Host("h2"),
                                true),
                        new Decision.Unplaceable(
                                unplaceable, "/test e3", new Vm("v1"), new Epoch(3), true));
    }

    @Test
    void keepsTheHighestRevisionOfADefinitionAndForgetsDeletedOnes() {
        Position newest = write(Topics.INVENTORY_STATE, state("v1", 2, RestartPriority.LOW));
        write(Topics.INVENTORY_STATE, state("v1", 1, RestartPriority.NO_AUTO_START));
        write(Topics.INVENTORY_STATE, state("v2", 1, RestartPriority.LOW));
        reader.read(
                position("inventory.state"),
                "vm/v2".getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                null);

        assertThat(history().definitions())
                .containsExactly(
                        new Definition(newest, new Vm("v1"), new Domain("c1"), true, false));
    }

    private static VmState state(String vm, long revision, RestartPriority priority) {
        return new VmState(
                new VmId(vm),
                DOMAIN,
                new VmSpec(2, 50, new MiB(2048), true, priority, null),
                revision);
    }

    @Test
    void readsOrdersReportsAndEventsOfReplication() {
        HostId target = new HostId("h9");
        CommandId command = new CommandId("cmd-1");
        RelationshipId id = new RelationshipId("r1");
        CycleNumber first = CycleNumber.FIRST;
        CycleNumber second = first.next();
        CycleKind initial = CycleKind.INITIAL_COPY;
        Position created =
                write(
                        Topics.REPLICA_EVENTS,
                        new RelationshipCreated(
                                id,
                                VM,
                                target,
                                Duration.ofSeconds(30),
                                4,
                                new Principal("somebody")));
        Position ordered =
                write(
                        Topics.HOST_COMMANDS,
                        new RunReplicaCycle(HOST, command, id, VM, first, initial, target));
        Position copied = write(Topics.HOST_REPORTS, ended(ReplicaCycleEnded.Outcome.COPIED));
        write(Topics.HOST_REPORTS, ended(ReplicaCycleEnded.Outcome.REFUSED_BUSY));
        write(Topics.HOST_COMMANDS, new DropReplica(target, command, id, VM));
        Position completed =
                write(
                        Topics.REPLICA_EVENTS,
                        new CycleCompleted(
                                id, VM, first, initial, HOST, target, NOW, 5, Duration.ZERO));
        Position failed =
                write(
                        Topics.REPLICA_EVENTS,
                        new CycleFailed(
                                id,
                                VM,
                                second,
                                CycleKind.DELTA,
                                HOST,
                                target,
                                CycleFailure.NO_ANSWER,
                                ""));
        Position removed =
                write(
                        Topics.REPLICA_EVENTS,
                        new RelationshipRemoved(id, VM, new Principal("somebody")));

        Relationship own = new Relationship("r1");
        Vm vm = new Vm("v1");
        Host source = new Host("h1");
        assertThat(history().replicaFacts())
                .containsExactly(
                        new ReplicaFact.Created(created, "/test e0", own, vm),
                        new ReplicaFact.Ordered(
                                ordered, "/test e1", NOW, own, vm, 1, true, source, new Host("h9")),
                        new ReplicaFact.Copied(copied, "/test e2", own, vm, 1, source),
                        new ReplicaFact.Completed(
                                completed, "/test e5", NOW, own, vm, 1, true, source, NOW),
                        new ReplicaFact.Failed(failed, "/test e6", NOW, own, vm, 2, "NO_ANSWER"),
                        new ReplicaFact.Removed(removed, "/test e7", own, vm));
    }

    private static ReplicaCycleEnded ended(ReplicaCycleEnded.Outcome outcome) {
        return new ReplicaCycleEnded(
                HOST,
                DOMAIN,
                new BootId(4),
                new Tenure(2),
                new CommandId("cmd-1"),
                new RelationshipId("r1"),
                VM,
                CycleNumber.FIRST,
                outcome,
                5,
                Duration.ZERO,
                "",
                NOW);
    }

    @Test
    void leavesOutWhatAnAgentGarblesAndRemembersWhatAServiceGarbles() {
        byte[] garbage = {1, 2, 3};
        for (String topic : RecordReader.TOPICS) {
            reader.read(
                    position(topic),
                    "vm/x".getBytes(StandardCharsets.UTF_8),
                    new RecordHeaders(),
                    garbage);
        }

        assertThat(history().observations()).isEmpty();
        assertThat(history().unreadable())
                .extracting(Position::topic)
                .containsExactlyInAnyOrder(
                        "monitoring.node-events",
                        "placement.decisions",
                        "inventory.state",
                        "hosts.commands",
                        "replica.events");
    }

    private History history() {
        return reader.history(List.of(), List.of(), List.of(), SecretScan.NONE);
    }

    private Position position(String topic) {
        long own = offset++;
        return new Position(topic, 0, own, NOW.plusMillis(own));
    }

    private <E extends Event> Position write(Topic<E> topic, E event) {
        Position at = position(topic.name());
        EncodedEvent encoded =
                new EventCodec<>(topic)
                        .encode(new EventEnvelope<>("e" + at.offset(), "/test", NOW, null, event));
        ProducerRecord<byte[], byte[]> record = encoded.toRecord("", null);
        reader.read(at, record.key(), record.headers(), record.value());
        return at;
    }
}
