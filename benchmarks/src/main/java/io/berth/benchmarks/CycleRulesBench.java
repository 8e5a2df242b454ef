package io.berth.benchmarks;

import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.replica.domain.Agreement;
import io.berth.replica.domain.CycleRules;
import io.berth.replica.domain.Decision;
import io.berth.replica.domain.Frequency;
import io.berth.replica.domain.Grid;
import io.berth.replica.domain.HostStanding;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.ReplicaPolicy;
import io.berth.replica.domain.VmPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * The rules of the replica service alone, in virtual time and without a database: {@value
 * #RELATIONSHIPS} relationships, each taken up when it is due.
 */
final class CycleRulesBench {
    static final int RELATIONSHIPS = 50_000;

    /** Decisions per second of one core, at least. */
    static final double FLOOR = 100_000;

    private static final int HOSTS = 200;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration COPYING = Duration.ofSeconds(2);
    private static final DomainId DOMAIN = new DomainId("bench");
    private static final BootId BOOT = new BootId(1);
    private static final Tenure TENURE = new Tenure(1);
    private static final long COPIED_BYTES = 1 << 20;

    private final CycleRules rules = new CycleRules(ReplicaPolicy.DEFAULT);
    private final List<VmPlace> places = new ArrayList<>();
    private final PriorityQueue<Relationship> due =
            new PriorityQueue<>(Comparator.comparing(CycleRulesBench::wakeAt));

    private CycleRulesBench() {
        for (int i = 0; i < HOSTS; i++) {
            places.add(new VmPlace.RunsOn(new HostId("bench-h" + i), HostStanding.UP));
        }
    }

    static Report run() {
        CycleRulesBench bench = copied(RELATIONSHIPS);
        List<Relationship> inOrder = bench.inOrder();
        CpuTime.Measured orders = CpuTime.of(RELATIONSHIPS, () -> bench.wakeEach(inOrder));
        CpuTime.Measured lives = CpuTime.of(RELATIONSHIPS, () -> bench.serve(RELATIONSHIPS));
        List<String> missed =
                orders.perSecond() < FLOOR
                        ? List.of(
                                "%,.0f decisions/s; the floor is %,.0f"
                                        .formatted(orders.perSecond(), FLOOR))
                        : List.of();
        return new Report(
                "replica: the rules over %,d relationships every 30 s, one core, without a database"
                        .formatted(RELATIONSHIPS),
                new Table(
                        List.of("", "decisions/s", "ns", "spread"),
                        List.of(
                                row("an order, each when it is due", orders),
                                row("the same, answered and due again, from a queue", lives))),
                List.of(
                        "Processor time of the JVM, garbage collection included. A decision is an"
                                + " order with its command and what becomes of the relationship."),
                missed);
    }

    private static List<String> row(String name, CpuTime.Measured measured) {
        return List.of(
                name,
                "%,.0f".formatted(measured.perSecond()),
                "%,.0f".formatted(measured.nanos()),
                "%.0f %%".formatted(measured.spreadPercent()));
    }

    private static Instant wakeAt(Relationship relationship) {
        return Objects.requireNonNull(relationship.agenda().wakeAt());
    }

    /** So many relationships with their first copies, so that deltas are due on their grids. */
    static CycleRulesBench copied(int relationships) {
        CycleRulesBench bench = new CycleRulesBench();
        for (int i = 0; i < relationships; i++) {
            RelationshipId id = new RelationshipId("bench-r%05d".formatted(i));
            bench.due.add(
                    Relationship.create(
                            new Agreement(
                                    id,
                                    new VmId("bench-vm%05d".formatted(i)),
                                    new HostId("bench-t" + i % HOSTS),
                                    3,
                                    START,
                                    Grid.of(id, Frequency.EVERY_30_SECONDS, START)),
                            null));
        }
        long served = bench.serve(relationships);
        if (served != relationships) {
            throw new IllegalStateException(
                    served + " first copies of " + relationships + " relationships");
        }
        return bench;
    }

    List<Relationship> inOrder() {
        return due.stream().sorted(Comparator.comparing(CycleRulesBench::wakeAt)).toList();
    }

    long wakeEach(List<Relationship> relationships) {
        long ordered = 0;
        for (int i = 0; i < relationships.size(); i++) {
            Relationship relationship = relationships.get(i);
            ordered += order(relationship, i, wakeAt(relationship)).order().cycle().value();
        }
        return ordered;
    }

    /** So many times: the first that is due is ordered, answered and put back for its next slot. */
    long serve(int times) {
        long served = 0;
        for (int i = 0; i < times; i++) {
            Relationship relationship = Objects.requireNonNull(due.poll());
            Instant now = wakeAt(relationship);
            Decision.Ordered ordered = order(relationship, i, now);
            Decision answered =
                    rules.answered(ordered.after(), copied(ordered.order()), now.plus(COPYING));
            if (!(answered instanceof Decision.Ended ended)) {
                throw new IllegalStateException("an answer was not taken: " + answered);
            }
            due.add(ended.after());
            served += ordered.order().cycle().value();
        }
        return served;
    }

    private Decision.Ordered order(Relationship relationship, int turn, Instant now) {
        Decision decision =
                rules.wake(
                        relationship,
                        places.get(turn % HOSTS),
                        HostStanding.UP,
                        CommandId.random(),
                        now);
        if (decision instanceof Decision.Ordered ordered) {
            return ordered;
        }
        throw new IllegalStateException("what is due was not ordered: " + decision);
    }

    private static ReplicaCycleEnded copied(RunReplicaCycle order) {
        return new ReplicaCycleEnded(
                order.host(),
                DOMAIN,
                BOOT,
                TENURE,
                order.command(),
                order.relationship(),
                order.vm(),
                order.cycle(),
                ReplicaCycleEnded.Outcome.COPIED,
                COPIED_BYTES,
                COPYING,
                "",
                START);
    }
}
