package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.replica.FailoverKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.contracts.replica.ReplicationState;
import io.berth.replica.domain.ReplicaRefusal.Sort;
import io.berth.replica.domain.ReplicaRefusal.Wording;
import io.berth.replica.domain.failover.Failover;
import io.berth.replica.domain.failover.Route;
import io.berth.replica.domain.failover.Stage;
import io.berth.replica.domain.run.FailoverGroup;
import io.berth.replica.domain.run.FailoverGroup.Step;
import io.berth.replica.domain.run.FailoverRun;
import io.berth.replica.domain.run.FailoverRun.Standing;
import io.berth.replica.domain.run.RunRefusal;
import io.berth.replica.domain.run.RunRules;
import io.berth.replica.domain.run.RunRules.Candidate;
import io.berth.replica.domain.run.RunRules.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunRulesTest {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
    private static final Principal ANNA = new Principal("anna");
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Map<RelationshipId, Failover> failovers = new HashMap<>();

    private static RelationshipId id(String name) {
        return new RelationshipId(name);
    }

    private static FailoverRun plan(
            FailoverKind kind,
            @Nullable Duration accepted,
            List<FailoverGroup> groups,
            String... names) {
        Map<RelationshipId, Candidate> candidates = new LinkedHashMap<>();
        Arrays.stream(names)
                .forEach(name ->
                        candidates.put(id(name), new Candidate(id(name), new VmId("vm-" + name))));
        return RunRules.plan("run", "site:north", kind, accepted, groups, candidates, ANNA, START);
    }

    /** "dns" first, then "db" half a minute later; "web" is in no group and goes last. */
    private static FailoverRun planned() {
        FailoverGroup group =
                new FailoverGroup(
                        "core",
                        1,
                        List.of(
                                new Step(Duration.ZERO, List.of(id("dns"), id("elsewhere"))),
                                new Step(PAUSE, List.of(id("db")))),
                        1);
        return plan(FailoverKind.PLANNED, null, List.of(group), "db", "dns", "web");
    }

    private void stands(String name, FailoverKind kind, FailoverStep step, Instant begunAt) {
        boolean over = step == FailoverStep.FAILED_OVER;
        failovers.put(
                id(name),
                new Failover(
                        id(name),
                        new VmId("vm-" + name),
                        kind,
                        ANNA,
                        begunAt,
                        new Route(
                                new DomainId("home"),
                                new DomainId("away"),
                                new HostId("h1"),
                                new HostId("w1"),
                                new HandOverTerms(List.of(), true),
                                true),
                        new Phase(ReplicationState.REPLICATING, null, START),
                        new Stage(
                                step,
                                begunAt,
                                null,
                                null,
                                null,
                                new RecoveryPoint(new CycleNumber(7), begunAt.minusSeconds(12)),
                                null,
                                null,
                                null,
                                over ? begunAt.plusSeconds(20) : null)));
    }

    private static Standing standing(FailoverRun run, String name) {
        return run.members().stream()
                .filter(member -> member.relationship().equals(id(name)))
                .findFirst()
                .orElseThrow()
                .standing();
    }

    private static Wording refusal(String code) {
        return new Wording(code, Sort.CONFLICT, "title", "detail", "hint", Map.of());
    }

    @Test
    void groupsGoInTheirOrderAndTheRestLast() {
        FailoverRun run = planned();
        assertThat(run.members())
                .extracting(member -> member.relationship().value() + "@" + member.step())
                .containsExactly("dns@0", "db@1", "web@2");
        assertThat(run.order().pauses()).containsExactly(Duration.ZERO, PAUSE, Duration.ZERO);
        assertThat(RunRules.due(run, START)).containsExactly(id("dns"));
    }

    @Test
    void aStepWaitsForTheOneBeforeAndForItsPause() {
        FailoverRun run = RunRules.answered(planned(), Collections.singletonMap(id("dns"), null));
        assertThat(standing(run, "dns")).isEqualTo(Standing.BEGUN);
        stands("dns", FailoverKind.PLANNED, FailoverStep.PROMOTING, START);
        run = RunRules.look(run, failovers, START.plusSeconds(10));
        assertThat(RunRules.due(run, START.plusSeconds(10))).isEmpty();

        stands("dns", FailoverKind.PLANNED, FailoverStep.FAILED_OVER, START);
        run = RunRules.look(run, failovers, START.plusSeconds(20));
        assertThat(standing(run, "dns")).isEqualTo(Standing.OVER);
        assertThat(run.members().getFirst().recoveryTime()).isEqualTo(Duration.ofSeconds(20));
        assertThat(run.members().getFirst().loss()).as("planned").isEqualTo(Duration.ZERO);
        assertThat(RunRules.due(run, START.plusSeconds(49))).isEmpty();
        assertThat(RunRules.due(run, START.plusSeconds(50))).containsExactly(id("db"));
    }

    @Test
    void oneThatCannotIsLeftOutAndHoldsUpNobody() {
        FailoverRun run = RunRules.answered(planned(), Map.of(id("dns"), refusal("host-down")));
        assertThat(run.members().getFirst().code()).isEqualTo("host-down");
        run = RunRules.look(run, failovers, START);
        assertThat(run.step()).isEqualTo(1);
        assertThat(run.isUnderWay()).isTrue();
    }

    @Test
    void aCycleThatRunsIsWaitedFor() {
        FailoverRun run = RunRules.answered(planned(), Map.of(id("dns"), refusal("cycle-runs")));
        assertThat(standing(run, "dns")).isEqualTo(Standing.WAITING);
        run = RunRules.look(run, failovers, START.plusSeconds(1));
        assertThat(RunRules.due(run, START.plusSeconds(1))).containsExactly(id("dns"));
    }

    @Test
    void whatAnOperatorHasBegunCountsAndWhatIsUndoneIsOver() {
        stands("dns", FailoverKind.PLANNED, FailoverStep.STARTING, START.minusSeconds(5));
        FailoverRun run = RunRules.look(planned(), failovers, START);
        assertThat(standing(run, "dns")).isEqualTo(Standing.BEGUN);
        assertThat(RunRules.due(run, START)).isEmpty();
        stands("dns", FailoverKind.PLANNED, FailoverStep.CANCELLED, START.minusSeconds(5));
        run = RunRules.look(run, failovers, START.plusSeconds(9));
        assertThat(standing(run, "dns")).isEqualTo(Standing.CANCELLED);
        assertThat(run.step()).isEqualTo(1);
    }

    @Test
    void oneWhoseRelationshipWasRemovedMeanwhileDoesNotKeepTheRunOpen() {
        FailoverRun run = RunRules.answered(planned(), Collections.singletonMap(id("dns"), null));
        run = RunRules.look(run, failovers, START.plusSeconds(1));
        assertThat(standing(run, "dns")).isEqualTo(Standing.CANCELLED);
        assertThat(run.step()).isEqualTo(1);
    }

    @Test
    void anEarlierFailoverThatIsOverIsNotTakenForThisOne() {
        stands("dns", FailoverKind.PLANNED, FailoverStep.CANCELLED, START.minusSeconds(500));
        FailoverRun run = RunRules.look(planned(), failovers, START);
        assertThat(standing(run, "dns")).isEqualTo(Standing.WAITING);
        assertThat(RunRules.due(run, START)).containsExactly(id("dns"));
    }

    @Test
    void stoppedItBeginsNothingMoreAndEndsWithWhatIsUnderWay() {
        FailoverRun run = RunRules.answered(planned(), Collections.singletonMap(id("dns"), null));
        stands("dns", FailoverKind.PLANNED, FailoverStep.STARTING, START);
        run = RunRules.look(RunRules.stop(run, ANNA), failovers, START.plusSeconds(1));
        assertThat(run.isUnderWay()).isTrue();
        assertThat(standing(run, "db")).isEqualTo(Standing.LEFT_OUT);
        assertThat(RunRules.due(run, START.plusSeconds(100))).isEmpty();

        stands("dns", FailoverKind.PLANNED, FailoverStep.FAILED_OVER, START);
        run = RunRules.look(run, failovers, START.plusSeconds(60));
        assertThat(run.endedAt()).isEqualTo(START.plusSeconds(60));
        assertThat(run.count(Standing.OVER)).isEqualTo(1);
    }

    @Test
    void anUnplannedRunAcceptsTheNewestPointUpToItsLimit() {
        FailoverRun run = plan(FailoverKind.UNPLANNED, Duration.ofMinutes(5), List.of(), "a");
        RecoveryPoint point = new RecoveryPoint(new CycleNumber(3), START.minusSeconds(299));
        RecoveryPoint older = new RecoveryPoint(new CycleNumber(2), START.minusSeconds(900));
        assertThat(RunRules.wish(run, List.of(point, older), START))
                .isInstanceOfSatisfying(
                        Wish.Go.class,
                        go -> assertThat(go.draft().acceptLossSince()).isEqualTo(point.pointAt()));
        assertThat(RunRules.wish(run, List.of(point, older), START.plusSeconds(2)))
                .isInstanceOfSatisfying(
                        Wish.LeaveOut.class,
                        out ->
                                assertThat(out.refusal())
                                        .isInstanceOf(RunRefusal.LossAboveLimit.class));
        run = RunRules.answered(run, Collections.singletonMap(id("a"), null));
        stands("a", FailoverKind.UNPLANNED, FailoverStep.FAILED_OVER, START);
        run = RunRules.look(run, failovers, START.plusSeconds(25));
        assertThat(run.isUnderWay()).isFalse();
        assertThat(run.members().getFirst().loss()).isEqualTo(Duration.ofSeconds(12));
    }
}
