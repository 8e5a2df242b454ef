package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.replica.FailoverKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.contracts.replica.ReplicationState;
import io.berth.replica.domain.failover.Failover;
import io.berth.replica.domain.failover.FailoverRefusal;
import io.berth.replica.domain.failover.FailoverRules;
import io.berth.replica.domain.failover.Move;
import io.berth.replica.domain.failover.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Failovers by scenario, and seeded random runs with faults ({@code -Dberth.random.seed}). */
class FailoverTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FailoverWorld world = new FailoverWorld(new SplittableRandom(1), false);

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            world.step(SECOND);
        }
    }

    private static FailoverRefusal refusal(Verdict<Move> verdict) {
        var refused = (Verdict.Refused<Move>) verdict;
        return ((ReplicaRefusal.OfFailover) refused.refusals().getFirst().refusal()).refusal();
    }

    @Test
    void aPlannedOneLosesNothingAndPinsTheVmToTheReplica() {
        assertThat(world.begin(FailoverKind.PLANNED, false)).isInstanceOf(Verdict.Accepted.class);
        assertThat(world.relationship.phase().state()).isEqualTo(ReplicationState.PREPARED);
        pass(20);

        assertThat(world.step()).isEqualTo(FailoverStep.FAILED_OVER);
        assertThat(world.relationship.phase().state()).isEqualTo(ReplicationState.FAILED_OVER);
        assertThat(world.placed.domain()).isEqualTo(FailoverWorld.AWAY);
        assertThat(world.placed.host()).isEqualTo(FailoverWorld.TARGET);
        assertThat(Objects.requireNonNull(world.wished.details()).possibleOwners())
                .containsExactly(FailoverWorld.TARGET);
        assertThat(world.points).as("that of the first cycle and of the last delta").hasSize(2);
    }

    @Test
    void pinnedToOneHostItWaitsForThatHostAndOnSharedStorageForNone() {
        world.begin(FailoverKind.PLANNED, false);
        pass(20);
        assertThat(world.wished.highlyAvailable()).as("its disk is on one host alone").isFalse();

        FailoverWorld cluster = new FailoverWorld(new SplittableRandom(1), false);
        cluster.shared = true;
        cluster.begin(FailoverKind.PLANNED, false);
        for (int i = 0; i < 20; i++) {
            cluster.step(SECOND);
        }
        assertThat(cluster.step()).isEqualTo(FailoverStep.FAILED_OVER);
        assertThat(cluster.wished.highlyAvailable()).isTrue();
        assertThat(cluster.wished.details()).isNull();
    }

    @Test
    void setAsideItIsTheSameAndLookedAtLater() {
        world.begin(FailoverKind.PLANNED, false);
        pass(3);
        Failover before = Objects.requireNonNull(world.failover);
        Instant now = before.stage().since().plusSeconds(60);

        Move move = FailoverRules.setAside(before, now);

        assertThat(move.after().stage().wakeAt()).isEqualTo(now.plus(ReplicaPolicy.SET_ASIDE));
        assertThat(move.after())
                .usingRecursiveComparison()
                .ignoringFields("stage.wakeAt")
                .isEqualTo(before);
        assertThat(move.relationship()).isNull();
        assertThat(move.events()).isEmpty();
        assertThat(move.requests()).isEmpty();
        assertThat(move.commands()).isEmpty();
    }

    @Test
    void anUnplannedOneRepeatsWhatItLosesAndWaitsForEvidence() {
        world.sourceDown = true;
        assertThat(refusal(world.begin(FailoverKind.UNPLANNED, false)))
                .isInstanceOf(FailoverRefusal.LossNotAccepted.class);
        assertThat(world.begin(FailoverKind.UNPLANNED, true)).isInstanceOf(Verdict.Accepted.class);
        pass(600);
        assertThat(world.step()).isEqualTo(FailoverStep.STOPPING);
        assertThat(Objects.requireNonNull(world.failover).stage().waiting())
                .isEqualTo(Waiting.FOR_EVIDENCE);

        world.evidence();
        pass(20);
        assertThat(world.step()).isEqualTo(FailoverStep.FAILED_OVER);
        assertThat(world.points).hasSize(1);
    }

    @Test
    void aPlannedOneNeedsItsSource() {
        world.sourceDown = true;
        assertThat(refusal(world.begin(FailoverKind.PLANNED, false)))
                .isInstanceOf(FailoverRefusal.HostDown.class);
    }

    @Test
    void twoOperatorsCannotFailOverAtOnce() {
        world.begin(FailoverKind.PLANNED, false);
        assertThat(refusal(world.begin(FailoverKind.UNPLANNED, true)))
                .isInstanceOf(FailoverRefusal.AlreadyBegun.class);
        pass(20);
        assertThat(refusal(world.begin(FailoverKind.PLANNED, false)))
                .isInstanceOf(FailoverRefusal.AlreadyBegun.class);
    }

    @Test
    void cancelledBeforeTheHandOverItGoesOnAtThePrimary() {
        world.begin(FailoverKind.PLANNED, false);
        pass(1);
        assertThat(world.cancel(false)).isInstanceOf(Verdict.Accepted.class);
        pass(10);
        assertThat(world.placed.domain()).isEqualTo(FailoverWorld.HOME);
        assertThat(world.placed.state()).isEqualTo(AssignmentState.RUNNING);
        assertThat(world.relationship.phase().state()).isEqualTo(ReplicationState.REPLICATING);
        assertThat(refusal(world.cancel(true))).isInstanceOf(FailoverRefusal.NotNow.class);
    }

    @Test
    void cancelledAfterwardsItLosesWhatWasWrittenAtTheReplicaAndSaysSo() {
        world.begin(FailoverKind.PLANNED, false);
        pass(20);
        assertThat(refusal(world.cancel(false)))
                .isInstanceOf(FailoverRefusal.WrittenAtReplica.class);
        world.cancel(true);
        pass(20);
        assertThat(world.step()).isEqualTo(FailoverStep.CANCELLED);
        assertThat(world.placed.domain()).isEqualTo(FailoverWorld.HOME);
        assertThat(world.placed.host()).isEqualTo(FailoverWorld.SOURCE);
        assertThat(world.wished.highlyAvailable()).isTrue();
        assertThat(Objects.requireNonNull(world.wished.details()).possibleOwners()).isEmpty();
        assertThat(world.relationship.phase().state()).isEqualTo(ReplicationState.REPLICATING);
    }

    @Test
    void completedItIsFinal() {
        assertThat(refusal(world.complete())).isInstanceOf(FailoverRefusal.NotNow.class);
        world.begin(FailoverKind.PLANNED, false);
        assertThat(refusal(world.complete())).isInstanceOf(FailoverRefusal.NotNow.class);
        pass(20);
        assertThat(world.points).isNotEmpty();
        world.complete();
        pass(2);
        assertThat(world.relationship.phase().state()).isEqualTo(ReplicationState.DISABLED);
        assertThat(world.points).isEmpty();
        assertThat(refusal(world.cancel(true))).isInstanceOf(FailoverRefusal.NotNow.class);
        assertThat(refusal(world.reverse())).isInstanceOf(FailoverRefusal.NotNow.class);
    }

    @Test
    void reversedTheFormerPrimaryTakesTheCopies() {
        world.begin(FailoverKind.PLANNED, false);
        pass(20);
        world.reverse();
        assertThat(world.relationship.phase().state()).isEqualTo(ReplicationState.REVERSED);
        assertThat(world.relationship.agreement().target()).isEqualTo(FailoverWorld.SOURCE);
        assertThat(world.relationship.progress().lastPoint()).isNull();
        assertThat(world.relationship.agenda().wakeAt()).isEqualTo(world.now);
    }

    @Test
    void whoStartsItAtThePrimaryMeanwhileEndsTheFailover() {
        world.begin(FailoverKind.PLANNED, false);
        pass(1);
        while (world.placed.state() != AssignmentState.STOPPED) {
            pass(1);
        }
        world.startByHand();
        pass(30);
        assertThat(world.step()).isEqualTo(FailoverStep.CANCELLED);
        assertThat(world.placed.domain()).isEqualTo(FailoverWorld.HOME);
    }

    @Test
    void faultsNeverGiveItToTwoPlaces() {
        long from = Long.getLong("berth.random.seed", 1);
        int runs = Integer.getInteger("berth.random.runs", 300);
        int over = 0;
        int undone = 0;
        for (long seed = from; seed < from + runs; seed++) {
            try {
                FailoverStep end = run(seed);
                over += end == FailoverStep.CANCELLED ? 0 : 1;
                undone += end == FailoverStep.CANCELLED ? 1 : 0;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dberth.random.seed=" + seed, e);
            }
        }
        if (runs >= 100) {
            assertThat(over).as("failovers that ended at the replica").isGreaterThan(runs / 10);
            assertThat(undone).as("failovers that were undone").isGreaterThan(runs / 10);
        }
    }

    private static FailoverStep run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FailoverWorld faulty = new FailoverWorld(random, true);
        boolean planned = random.nextBoolean();
        faulty.begin(planned ? FailoverKind.PLANNED : FailoverKind.UNPLANNED, true);
        boolean dies = !planned && random.nextBoolean();
        for (int i = 0; i < 120; i++) {
            if (dies && i == 3) {
                faulty.sourceDown = true;
            } else if (dies && i == 40) {
                faulty.evidence();
            }
            switch (random.nextInt(60)) {
                case 0 -> faulty.cancel(random.nextBoolean());
                case 1 -> faulty.startByHand();
                case 2 -> faulty.begin(FailoverKind.UNPLANNED, true);
                default -> {}
            }
            faulty.step(Duration.ofMillis(random.nextInt(100, 6000)));
        }
        for (int i = 0; i < 600 && faulty.failover != null && faulty.failover.isUnderWay(); i++) {
            faulty.step(Duration.ofSeconds(5));
        }
        assertThat(Objects.requireNonNull(faulty.failover).isUnderWay())
                .as("it ends: %s", faulty.failover)
                .isFalse();
        return faulty.step();
    }
}
