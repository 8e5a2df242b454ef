package io.berth.replica.domain;

import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import java.time.Duration;
import java.time.Instant;

/** Values that several tests need. */
final class Samples {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final HostId SOURCE = new HostId("e1");
    static final HostId OTHER_SOURCE = new HostId("e2");
    static final HostId TARGET = new HostId("w1");

    private Samples() {}

    static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    /** A relationship of 30 s, made at {@link #START}, with slots at 0, 30, 60 … */
    static Relationship fresh() {
        return fresh(Frequency.EVERY_30_SECONDS);
    }

    static Relationship fresh(Frequency frequency) {
        return Relationship.create(
                new Agreement(
                        new RelationshipId("r"),
                        new VmId("vm"),
                        TARGET,
                        3,
                        START,
                        new Grid(START, frequency)),
                null);
    }

    static VmPlace running() {
        return new VmPlace.RunsOn(SOURCE, HostStanding.UP);
    }

    static CommandId command(long number) {
        return new CommandId("c" + number);
    }

    static ReplicaCycleEnded answer(RunReplicaCycle order, Outcome outcome) {
        return new ReplicaCycleEnded(
                order.host(),
                new DomainId("east"),
                new BootId(1),
                new Tenure(1),
                order.command(),
                order.relationship(),
                order.vm(),
                order.cycle(),
                outcome,
                outcome == Outcome.COPIED ? 1000 : 0,
                Duration.ofMillis(20),
                "",
                Instant.EPOCH);
    }
}
