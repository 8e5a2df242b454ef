package io.berth.replica.domain;

import static io.berth.replica.domain.Samples.OTHER_SOURCE;
import static io.berth.replica.domain.Samples.SOURCE;
import static io.berth.replica.domain.Samples.TARGET;
import static io.berth.replica.domain.Samples.at;
import static io.berth.replica.domain.Samples.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleFailed;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.ReplicationStateChanged;
import io.berth.contracts.replica.StateCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CycleRulesTest {
    private final CycleRules rules = new CycleRules(ReplicaPolicy.DEFAULT);
    private long commands;

    private Decision wake(Relationship relationship, Instant now) {
        return rules.wake(
                relationship, Samples.running(), HostStanding.UP, command(++commands), now);
    }

    private Decision.Ordered order(Relationship relationship, Instant now) {
        Decision decision = wake(relationship, now);
        assertThat(decision).isInstanceOf(Decision.Ordered.class);
        return (Decision.Ordered) decision;
    }

    private Decision.Ended answer(
            Relationship relationship, RunReplicaCycle order, Outcome outcome, Instant now) {
        return (Decision.Ended) rules.answered(relationship, Samples.answer(order, outcome), now);
    }

    /** A relationship whose first cycle was ordered at 0 and has completed at 5. */
    private Relationship replicating() {
        Decision.Ordered first = order(Samples.fresh(), at(0));
        return answer(first.after(), first.order(), Outcome.COPIED, at(5)).after();
    }

    @Test
    void theFirstCycleCopiesEverything() {
        Decision.Ordered first = order(Samples.fresh(), at(0));

        assertThat(first.order().cycle()).isEqualTo(CycleNumber.FIRST);
        assertThat(first.order().kind()).isEqualTo(CycleKind.INITIAL_COPY);
        assertThat(first.order().host()).isEqualTo(SOURCE);
        assertThat(first.order().target()).isEqualTo(TARGET);
        assertThat(first.after().phase().state()).isEqualTo(ReplicationState.INITIAL_RUNNING);
        assertThat(first.after().agenda().wakeAt())
                .isEqualTo(at(0).plus(ReplicaPolicy.DEFAULT.initialAnswerWithin()));
        assertThat(first.events())
                .containsExactly(
                        changed(
                                ReplicationState.INITIAL_PENDING,
                                ReplicationState.INITIAL_RUNNING,
                                StateCause.COPY_ORDERED));
        assertThat(first.after().rpo(at(3))).isEmpty();
    }

    @Test
    void theCopyIsAsOldAsItsOrder() {
        Relationship copied = replicating();

        assertThat(copied.phase().state()).isEqualTo(ReplicationState.REPLICATING);
        assertThat(copied.progress().lastPoint()).isEqualTo(at(0));
        assertThat(copied.rpo(at(12))).contains(Duration.ofSeconds(12));
        assertThat(copied.rpo(at(-3))).as("a clock that stepped back").contains(Duration.ZERO);
        assertThat(copied.agenda().wakeAt()).isEqualTo(at(30));
    }

    @Test
    void aDeltaFollowsInItsSlot() {
        Decision.Ordered second = order(replicating(), at(31));

        assertThat(second.order().cycle().value()).isEqualTo(2);
        assertThat(second.order().kind()).isEqualTo(CycleKind.DELTA);
        assertThat(second.late()).isEqualTo(Duration.ofSeconds(1));
        assertThat(second.merged()).isZero();
        assertThat(second.events()).isEmpty();
        assertThat(second.after().agenda().nextDue()).isEqualTo(at(60));
    }

    @Test
    void slotsThatPassBecomeOneCycle() {
        Decision.Ordered second = order(replicating(), at(100));

        assertThat(second.merged()).as("30 is served; 60 and 90 go with it").isEqualTo(2);
        assertThat(second.after().agenda().nextDue()).isEqualTo(at(120));
        assertThat(second.after().progress().recent().misses()).isEqualTo(2);
    }

    @Test
    void whatIsDueWhileACycleRunsComesRightAfterIt() {
        Decision.Ordered second = order(replicating(), at(30));
        Decision.Ended ended = answer(second.after(), second.order(), Outcome.COPIED, at(75));

        assertThat(ended.after().agenda().wakeAt()).isEqualTo(at(75));
        Decision.Ordered third = order(ended.after(), at(75));
        assertThat(third.order().cycle().value()).isEqualTo(3);
        assertThat(third.late()).isZero();
        assertThat(third.after().agenda().nextDue()).isEqualTo(at(90));
    }

    @Test
    void aRunningCycleIsLeftAloneUntilItsAnswerIsOverdue() {
        Decision.Ordered second = order(replicating(), at(30));

        Decision early = wake(second.after(), at(40));
        assertThat(early).isEqualTo(new Decision.Rescheduled(second.after()));
        Decision.Ended late = (Decision.Ended) wake(second.after(), at(150));
        assertThat(late.ended().failure()).isEqualTo(CycleFailure.NO_ANSWER);
        assertThat(late.after().agenda().wakeAt()).as("the next at once").isEqualTo(at(150));
        assertThat(order(late.after(), at(150)).order().cycle().value()).isEqualTo(3);
    }

    @Test
    void anAnswerOfAClosedCycleIsIgnored() {
        Decision.Ordered second = order(replicating(), at(30));
        Relationship givenUp = ((Decision.Ended) wake(second.after(), at(150))).after();
        Decision.Ordered third = order(givenUp, at(150));

        for (Relationship later : List.of(givenUp, third.after())) {
            assertThat(
                            rules.answered(
                                    later, Samples.answer(second.order(), Outcome.COPIED), at(151)))
                    .isEqualTo(new Decision.Ignored(Decision.Ignored.Reason.CYCLE_CLOSED));
        }
    }

    @Test
    void aTargetWithoutCopyGetsEverythingAnew() {
        Decision.Ordered second = order(replicating(), at(30));
        Decision.Ended ended =
                answer(second.after(), second.order(), Outcome.TARGET_LACKS_COPY, at(31));

        assertThat(ended.after().phase().state()).isEqualTo(ReplicationState.RESYNC_REQUIRED);
        assertThat(ended.after().rpo(at(31))).as("there is no copy").isEmpty();
        assertThat(ended.after().exposedFor(at(31))).isEqualTo(Duration.ofSeconds(31));
        assertThat(ended.events()).hasSize(2).first().isInstanceOf(CycleFailed.class);
        Decision.Ordered third = order(ended.after(), at(31));
        assertThat(third.order().kind()).isEqualTo(CycleKind.INITIAL_COPY);
        assertThat(third.after().phase().state()).isEqualTo(ReplicationState.RESYNCING);
        Decision.Ended failed =
                answer(third.after(), third.order(), Outcome.TARGET_UNREACHABLE, at(40));
        assertThat(failed.after().phase().state()).isEqualTo(ReplicationState.RESYNC_REQUIRED);
        Decision.Ordered fourth = order(failed.after(), at(60));
        Decision.Ended copied = answer(fourth.after(), fourth.order(), Outcome.COPIED, at(61));
        assertThat(copied.after().phase().state()).isEqualTo(ReplicationState.REPLICATING);
        assertThat(copied.events())
                .containsExactly(
                        completed(fourth, at(60)),
                        changed(
                                ReplicationState.RESYNCING,
                                ReplicationState.REPLICATING,
                                StateCause.COPY_COMPLETED));
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"REFUSED_VM_NOT_HERE", "REFUSED_STALE_CYCLE", "REFUSED_BUSY"})
    void aRefusalIsTriedAgainAfterAGrowingPause(Outcome refusal) {
        Relationship relationship = replicating();
        Instant now = at(30);
        for (long pause : new long[] {1, 2, 4, 8, 16, 30, 30}) {
            Decision.Ordered next = order(relationship, now);
            Decision.Ended ended = answer(next.after(), next.order(), refusal, now);
            assertThat(ended.ended().failure()).isEqualTo(CycleFailure.REFUSED_BY_SOURCE);
            assertThat(ended.ended().detail()).startsWith(refusal.name());
            assertThat(ended.after().agenda().wakeAt()).isEqualTo(now.plusSeconds(pause));
            relationship = ended.after();
            now = now.plusSeconds(pause);
        }
        assertThat(relationship.progress().failures()).isEqualTo(7);
    }

    @Test
    void theDeathOfTheSourceEndsItsCycle() {
        Decision.Ordered second = order(replicating(), at(30));
        Decision.Ended ended = (Decision.Ended) rules.hostDown(second.after(), SOURCE, at(36));

        assertThat(ended.ended().failure()).isEqualTo(CycleFailure.SOURCE_FAILED);
        assertThat(ended.after().agenda().wakeAt()).isEqualTo(at(36));
        Decision.Rescheduled held =
                (Decision.Rescheduled)
                        rules.wake(
                                ended.after(),
                                new VmPlace.RunsOn(SOURCE, HostStanding.DOWN),
                                HostStanding.UP,
                                command(9),
                                at(36));
        assertThat(held.after().agenda())
                .isEqualTo(new Agenda(at(36), at(37), HoldReason.SOURCE_DOWN));
        Decision.Ordered third =
                (Decision.Ordered)
                        rules.wake(
                                held.after(),
                                new VmPlace.RunsOn(OTHER_SOURCE, HostStanding.UP),
                                HostStanding.UP,
                                command(10),
                                at(38));
        assertThat(third.order().host()).isEqualTo(OTHER_SOURCE);
        assertThat(third.order().cycle().value()).isEqualTo(3);
        assertThat(third.after().agenda().held()).isNull();
    }

    @Test
    void theDeathOfTheTargetEndsTheCycleAndHoldsTheNextUntilItIsBack() {
        Decision.Ordered second = order(replicating(), at(30));
        Decision.Ended ended = (Decision.Ended) rules.hostDown(second.after(), TARGET, at(36));

        assertThat(ended.ended().failure()).isEqualTo(CycleFailure.TARGET_FAILED);
        Decision.Rescheduled held =
                (Decision.Rescheduled)
                        rules.wake(
                                ended.after(),
                                Samples.running(),
                                HostStanding.DOWN,
                                command(9),
                                at(36));
        assertThat(held.after().agenda().held()).isEqualTo(HoldReason.TARGET_DOWN);
        assertThat(held.after().progress().targetLostSince()).isEqualTo(at(36));
        Decision.Rescheduled back =
                (Decision.Rescheduled) rules.hostBack(held.after(), TARGET, true, at(90));
        assertThat(back.after().progress().targetLostSince()).isNull();
        assertThat(back.after().agenda().wakeAt()).isEqualTo(at(90));
        assertThat(order(back.after(), at(90)).merged()).as("60 and 90").isEqualTo(2);
    }

    @Test
    void hostsThatConcernNobodyChangeNothing() {
        Decision.Ordered second = order(replicating(), at(30));

        assertThat(rules.hostDown(second.after(), OTHER_SOURCE, at(31)))
                .isEqualTo(new Decision.Rescheduled(second.after()));
        assertThat(rules.hostBack(second.after(), SOURCE, false, at(31)))
                .isEqualTo(new Decision.Rescheduled(second.after()));
    }

    @Test
    void anAgentThatStartsAnewHasForgottenItsCycle() {
        Decision.Ordered second = order(replicating(), at(30));
        Decision.Ended ended =
                (Decision.Ended) rules.hostBack(second.after(), SOURCE, true, at(33));

        assertThat(ended.ended().failure()).isEqualTo(CycleFailure.SOURCE_FAILED);
    }

    @ParameterizedTest
    @CsvSource({"30, 1", "33, 1", "38, 2", "50, 5", "150, 30", "100000, 30"})
    void aHeldCycleIsLookedAtAgainAfterAQuarterOfTheTimeHeld(long now, long wait) {
        Decision.Rescheduled held =
                (Decision.Rescheduled)
                        rules.wake(
                                replicating(),
                                new VmPlace.NotRunning(),
                                HostStanding.UP,
                                command(1),
                                at(now));

        Duration until = Duration.between(at(now), held.after().agenda().wakeAt());
        assertThat(until.toSeconds()).isEqualTo(Math.min(30, Math.max(1, wait)));
        assertThat(held.after().agenda().held()).isEqualTo(HoldReason.VM_NOT_RUNNING);
    }

    @Test
    void holdsForEachReasonUnderItsName() {
        Relationship relationship = replicating();

        assertThat(heldFor(relationship, new VmPlace.Unknown())).isEqualTo(HoldReason.VM_UNKNOWN);
        assertThat(heldFor(relationship, new VmPlace.RunsOn(TARGET, HostStanding.UP)))
                .isEqualTo(HoldReason.VM_ON_TARGET);
        assertThat(rules.setAside(relationship, at(30)).agenda())
                .isEqualTo(new Agenda(at(30), at(60), HoldReason.RULES_FAILED));
    }

    private HoldReason heldFor(Relationship relationship, VmPlace place) {
        Decision decision = rules.wake(relationship, place, HostStanding.UP, command(1), at(30));
        return Objects.requireNonNull(((Decision.Rescheduled) decision).after().agenda().held());
    }

    private static ReplicaEvent changed(
            ReplicationState from, ReplicationState to, StateCause cause) {
        Relationship sample = Samples.fresh();
        return new ReplicationStateChanged(sample.id(), sample.agreement().vm(), from, to, cause);
    }

    private static ReplicaEvent completed(Decision.Ordered order, Instant pointAt) {
        return new CycleCompleted(
                order.order().relationship(),
                order.order().vm(),
                order.order().cycle(),
                order.order().kind(),
                order.order().host(),
                order.order().target(),
                pointAt,
                1000,
                Duration.ofMillis(20));
    }
}
