package io.berth.replica.app;

import io.berth.contracts.Event;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.ReplicaTestCleaned;
import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.hosts.VmOperationEnded;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.ClockSettled;
import io.berth.contracts.monitoring.ClockSkewed;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostIsolated;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.monitoring.QuarantineEnded;
import io.berth.contracts.monitoring.QuarantineWithheld;
import io.berth.contracts.replica.CycleKind;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Received;
import io.berth.replica.domain.CycleRules;
import io.berth.replica.domain.Decision;
import io.berth.replica.domain.HostStanding;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.failover.FailoverRules;
import io.berth.replica.domain.test.TestMove;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.FailoverStore;
import io.berth.replica.store.HostStore;
import io.berth.replica.store.HostStore.KnownHost;
import io.berth.replica.store.RelationshipStore;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the agents answer and what the monitor says, applied to the relationships that it concerns.
 * Keeps nothing in memory.
 */
@ApplicationScoped
public class ApplyInputs implements BatchHandler {
    private final RelationshipStore relationships;
    private final HostStore hosts;
    private final DatabaseClock clock;
    private final CycleRules rules;
    private final SaveChanges save;
    private final ReplicaMeters meters;
    private final CycleScheduler scheduler;
    private final FailoverStore failovers;
    private final FailoverRules failoverRules;
    private final HearOfTests tests;

    ApplyInputs(
            RelationshipStore relationships,
            HostStore hosts,
            DatabaseClock clock,
            CycleRules rules,
            SaveChanges save,
            ReplicaMeters meters,
            CycleScheduler scheduler,
            FailoverStore failovers,
            FailoverRules failoverRules,
            HearOfTests tests) {
        this.relationships = relationships;
        this.hosts = hosts;
        this.clock = clock;
        this.rules = rules;
        this.save = save;
        this.meters = meters;
        this.scheduler = scheduler;
        this.failovers = failovers;
        this.failoverRules = failoverRules;
        this.tests = tests;
    }

    /** The rows that a batch concerns, as they become. */
    private record Table(
            Map<RelationshipId, Relationship> relationships,
            Map<HostId, KnownHost> hosts,
            Map<HostId, KnownHost> changedHosts,
            Changes changes,
            List<TestMove> tested,
            Instant now) {}

    @Override
    public Runnable apply(List<Received<?>> batch) {
        Set<RelationshipId> ids = new HashSet<>();
        Set<HostId> told = new HashSet<>();
        for (Received<?> received : batch) {
            concerned(received.event(), ids, told);
        }
        if (ids.isEmpty() && told.isEmpty()) {
            return () -> {};
        }
        ids.addAll(tests.testedAt(told));
        Table table =
                new Table(
                        relationships.lockConcerned(ids, told),
                        hosts.of(told),
                        new HashMap<>(),
                        new Changes(),
                        new ArrayList<>(),
                        clock.now());
        for (Received<?> received : batch) {
            try (Scope _ = received.makeCurrent()) {
                apply(received.event(), table);
            }
        }
        hosts.save(table.changedHosts().values());
        save.write(table.changes(), table.now());
        wakeFailovers(table);
        return () -> {
            meters.committed(table.changes());
            table.tested().forEach(meters::tested);
            scheduler.nudge();
        };
    }

    /** Those that waited for the end of a last cycle. */
    private void wakeFailovers(Table table) {
        List<VmId> vms =
                table.changes().ended().stream()
                        .filter(ended -> ended.cycle().kind() == CycleKind.LAST_DELTA)
                        .map(ended -> table.changes().byId().get(ended.relationship()))
                        .filter(Objects::nonNull)
                        .map(relationship -> relationship.agreement().vm())
                        .toList();
        if (!vms.isEmpty()) {
            failovers.wake(vms, table.now());
        }
    }

    private static void concerned(Event event, Set<RelationshipId> ids, Set<HostId> told) {
        switch (event) {
            case HostReport report -> {
                RelationshipId relationship = relationshipOf(report);
                if (relationship != null) {
                    ids.add(relationship);
                }
            }
            case NodeEvent fact -> {
                HostId host = hostOf(fact);
                if (host != null) {
                    told.add(host);
                }
            }
            default -> throw notAnInput(event);
        }
    }

    /** The relationship that a report speaks of; null when of none. */
    private static @Nullable RelationshipId relationshipOf(HostReport report) {
        return switch (report) {
            case ReplicaCycleEnded ended -> ended.relationship();
            case ReplicaPromoted promoted -> promoted.relationship();
            case ReplicaTested tested -> tested.relationship();
            case ReplicaTestCleaned cleaned -> cleaned.relationship();
            case VmTableReported _,
                    CommandCompleted _,
                    HostFactsReported _,
                    VmDiskMoved _,
                    VmMigrationEnded _,
                    VmOperationEnded _ ->
                    null;
        };
    }

    /** The host whose standing a fact changes; null when it changes none. */
    private static @Nullable HostId hostOf(NodeEvent fact) {
        return switch (fact) {
            case HostUp up -> up.host();
            case HostRecovered recovered -> recovered.host();
            case HostUnreachable unreachable -> unreachable.host();
            case HostFailed failed -> failed.host();
            case HostIsolated isolated -> isolated.host();
            case HostSuspect _,
                    FailuresHeld _,
                    HoldReleased _,
                    HostQuarantined _,
                    QuarantineWithheld _,
                    QuarantineEnded _,
                    ClockSkewed _,
                    ClockSettled _ ->
                    null;
        };
    }

    private void apply(Event event, Table table) {
        switch (event) {
            case HostReport report -> reported(report, table);
            case NodeEvent fact -> told(fact, table);
            default -> throw notAnInput(event);
        }
    }

    private void reported(HostReport report, Table table) {
        switch (report) {
            case ReplicaCycleEnded answer -> {
                Relationship known = table.relationships().get(answer.relationship());
                take(
                        known == null
                                ? new Decision.Ignored(Decision.Ignored.Reason.NO_RELATIONSHIP)
                                : rules.answered(known, answer, table.now()),
                        table);
            }
            case ReplicaPromoted answer -> promoted(answer, table.now());
            case ReplicaTested answer ->
                    tests.judged(answer, table.relationships(), table.now())
                            .ifPresent(move -> tested(move, table));
            case ReplicaTestCleaned answer ->
                    tests.cleaned(answer, table.relationships(), table.now())
                            .ifPresent(move -> tested(move, table));
            case VmTableReported _,
                    CommandCompleted _,
                    HostFactsReported _,
                    VmDiskMoved _,
                    VmMigrationEnded _,
                    VmOperationEnded _ -> {}
        }
    }

    private static void tested(TestMove move, Table table) {
        table.tested().add(move);
        Relationship after = move.relationship();
        if (after != null) {
            table.changes().changed(after);
            put(after, table);
        }
    }

    /** The row of its relationship is locked, if there is one. */
    private void promoted(ReplicaPromoted answer, Instant now) {
        failovers
                .find(answer.relationship())
                .map(known -> failoverRules.promoted(known, answer, now))
                .ifPresent(after -> failovers.save(List.of(after)));
    }

    private void told(NodeEvent fact, Table table) {
        switch (fact) {
            case HostUp up -> back(up.host(), up.boot(), table);
            case HostRecovered recovered -> back(recovered.host(), recovered.boot(), table);
            case HostUnreachable unreachable -> down(unreachable.host(), unreachable.boot(), table);
            case HostFailed failed -> {
                down(failed.host(), failed.boot(), table);
                interrupted(failed.host(), failed.host() + " has failed", table);
            }
            case HostIsolated isolated -> down(isolated.host(), isolated.boot(), table);
            case HostSuspect _,
                    FailuresHeld _,
                    HoldReleased _,
                    HostQuarantined _,
                    QuarantineWithheld _,
                    QuarantineEnded _,
                    ClockSkewed _,
                    ClockSettled _ -> {}
        }
    }

    private void down(HostId host, BootId boot, Table table) {
        note(new KnownHost(host, HostStanding.DOWN, boot), table);
        for (Relationship relationship : concernedBy(host, table)) {
            take(rules.hostDown(relationship, host, table.now()), table);
        }
    }

    private void back(HostId host, BootId boot, Table table) {
        KnownHost before = table.hosts().get(host);
        boolean anew = before != null && !before.boot().equals(boot);
        note(new KnownHost(host, HostStanding.UP, boot), table);
        if (anew) {
            interrupted(host, "the agent of " + host + " was started anew", table);
        }
        for (Relationship relationship : concernedBy(host, table)) {
            take(rules.hostBack(relationship, host, anew, table.now()), table);
        }
    }

    /** An unreachable or isolated host may go on with its test, and answer when it is back. */
    private void interrupted(HostId host, String why, Table table) {
        tests.interrupted(host, why, table.relationships(), table.now())
                .forEach(move -> tested(move, table));
    }

    private static void note(KnownHost known, Table table) {
        table.hosts().put(known.host(), known);
        table.changedHosts().put(known.host(), known);
    }

    private static List<Relationship> concernedBy(HostId host, Table table) {
        return table.relationships().values().stream()
                .filter(relationship ->
                        relationship.agreement().target().equals(host)
                                || (relationship.running() != null
                                        && relationship.running().source().equals(host)))
                .toList();
    }

    private static void take(Decision decision, Table table) {
        table.changes().add(decision);
        switch (decision) {
            case Decision.Ordered ordered -> put(ordered.after(), table);
            case Decision.Ended ended -> put(ended.after(), table);
            case Decision.Rescheduled(Relationship after) -> put(after, table);
            case Decision.Ignored _ -> {}
        }
    }

    private static void put(Relationship after, Table table) {
        table.relationships().put(after.id(), after);
    }

    private static IllegalArgumentException notAnInput(Event event) {
        return new IllegalArgumentException(
                event.getClass().getName() + " is not of a topic that replica reads");
    }
}
