package io.berth.replica.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.TestOutcome;
import io.berth.replica.app.Lookups.Seen;
import io.berth.replica.domain.ChangeLog;
import io.berth.replica.domain.EndedCycle;
import io.berth.replica.domain.Health;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.RunningCycle;
import io.berth.replica.domain.test.ReplicaTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A relationship as people see it.
 *
 * @param source the host that runs the VM now; absent when none does
 * @param recoveryPoints how many are kept beside the newest one
 * @param resumesTo only while it is paused
 * @param rpo what the VM wrote in this time would be lost if it failed now, at most; absent while
 *     the target holds no copy
 * @param lastPointAt when the newest cycle that completed was ordered
 * @param nextDue when the next cycle is due; absent while paused
 * @param held why the next cycle, which is due, is not ordered
 * @param heldUntil when it is looked at again; absent when somebody must do something first
 * @param settings all that was agreed beside the above
 * @param log how fast the VM changes, and how much of that is not at the target
 * @param failuresInARow how many cycles have failed since the last that completed
 * @param running the cycle under way
 * @param lastCycle the highest number ordered; absent before the first
 * @param missedInLastHour cycles that failed and slots that passed
 * @param lastCycles the newest that ended; only where one relationship is asked for
 * @param lastTest the newest test that has shown something; only where one relationship is asked
 *     for
 * @param at the moment, by the database's clock, for which all of this holds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RelationshipView(
        RelationshipId id,
        VmId vm,
        @Nullable HostId source,
        HostId targetHost,
        Duration frequency,
        int recoveryPoints,
        ReplicationState state,
        @Nullable ReplicationState resumesTo,
        Instant since,
        HealthView health,
        @Nullable Duration rpo,
        @Nullable Instant lastPointAt,
        @Nullable Instant nextDue,
        @Nullable String held,
        @Nullable Instant heldUntil,
        int failuresInARow,
        @Nullable RunningView running,
        @Nullable CycleNumber lastCycle,
        long completedInLastHour,
        long missedInLastHour,
        @Nullable List<CycleView> lastCycles,
        @Nullable LastTestView lastTest,
        SettingsView settings,
        LogView log,
        Instant createdAt,
        Instant at) {
    /**
     * How fast the VM changes, and how much of that is not at the target.
     *
     * @param pendingBytes by now, if the VM goes on as it did
     * @param limitBytes from there on everything must be copied again; absent where the size of the
     *     disks is not known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LogView(
            long changedPerSecond,
            long sentPerSecond,
            long pendingBytes,
            @Nullable Long limitBytes) {
        static LogView of(ChangeLog log, Instant now) {
            return new LogView(
                    log.changedPerSecond(),
                    log.sentPerSecond(),
                    log.pendingAt(now),
                    log.limit().orElse(null));
        }
    }

    /**
     * What it was last shown, and when, of whether the VM boots from its replica.
     *
     * @param point the cycle whose copy it was
     * @param bootTook present with {@code BOOTED} alone
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastTestView(
            CommandId test,
            Instant at,
            CycleNumber point,
            Instant pointAt,
            TestOutcome outcome,
            @Nullable Duration bootTook) {
        static @Nullable LastTestView of(ReplicaTest test) {
            ReplicaTest.Result result = test.result();
            return result == null
                    ? null
                    : new LastTestView(
                            test.order().id(),
                            result.at(),
                            test.order().point().cycle(),
                            test.order().point().pointAt(),
                            result.outcome(),
                            result.bootTook());
        }
    }

    /** How well it does, and every reason when not well. */
    public record HealthView(Health.Status status, List<ReasonView> reasons) {}

    /** One reason with its figures. */
    public record ReasonView(String code, Health.Status status, String detail) {}

    /** The cycle under way. */
    public record RunningView(
            CycleNumber cycle,
            CycleKind kind,
            HostId source,
            Instant due,
            Instant orderedAt,
            Instant answerBy) {
        static RunningView of(RunningCycle running) {
            return new RunningView(
                    running.number(),
                    running.kind(),
                    running.source(),
                    running.due(),
                    running.orderedAt(),
                    running.answerBy());
        }
    }

    /**
     * A cycle that has ended.
     *
     * @param failure absent when it completed
     * @param took as the source measured it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CycleView(
            CycleNumber cycle,
            CycleKind kind,
            HostId source,
            HostId target,
            Instant due,
            Instant orderedAt,
            Instant endedAt,
            @Nullable CycleFailure failure,
            long bytes,
            Duration took,
            @Nullable String detail) {
        static CycleView of(EndedCycle ended) {
            RunningCycle cycle = ended.cycle();
            return new CycleView(
                    cycle.number(),
                    cycle.kind(),
                    cycle.source(),
                    ended.target(),
                    cycle.due(),
                    cycle.orderedAt(),
                    ended.endedAt(),
                    ended.failure(),
                    ended.bytes(),
                    ended.took(),
                    ended.detail().isEmpty() ? null : ended.detail());
        }
    }

    static RelationshipView of(Seen seen) {
        return of(seen, null, null);
    }

    static RelationshipView of(
            Seen seen, @Nullable List<EndedCycle> lastCycles, @Nullable ReplicaTest lastTest) {
        Relationship relationship = seen.relationship();
        RunningCycle running = relationship.running();
        var agreement = relationship.agreement();
        var progress = relationship.progress();
        var hour = progress.recent().at(seen.at());
        var held = relationship.agenda().held();
        return new RelationshipView(
                agreement.id(),
                agreement.vm(),
                seen.source(),
                agreement.target(),
                agreement.frequency().interval(),
                agreement.recoveryPoints(),
                relationship.phase().state(),
                relationship.phase().resumeTo(),
                relationship.phase().since(),
                health(seen.health()),
                relationship.rpo(seen.at()).orElse(null),
                progress.lastPoint(),
                relationship.phase().isPaused() ? null : relationship.agenda().nextDue(),
                held == null ? null : held.label(),
                held == null ? null : relationship.agenda().wakeAt(),
                progress.failures(),
                running == null ? null : RunningView.of(running),
                progress.lastCycle(),
                hour.completions(),
                hour.misses(),
                lastCycles == null ? null : lastCycles.stream().map(CycleView::of).toList(),
                lastTest == null ? null : LastTestView.of(lastTest),
                SettingsView.of(agreement.settings()),
                LogView.of(progress.log(), seen.at()),
                agreement.createdAt(),
                seen.at());
    }

    private static HealthView health(Health health) {
        return new HealthView(
                health.status(),
                health.reasons().stream()
                        .map(reason ->
                                new ReasonView(reason.code(), reason.status(), reason.detail()))
                        .toList());
    }
}
