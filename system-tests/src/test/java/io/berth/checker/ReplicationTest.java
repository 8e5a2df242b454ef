package io.berth.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.checker.Finding.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way to break a promise about replication makes the good day fail, with the right finding.
 */
class ReplicationTest {
    /** The cycle that its source's death ended. */
    private static final long CUT_OFF = 3;

    @Test
    void aGoodDayPasses() {
        Verdict verdict = ReplicaStory.good().verdict();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.scope().replication().relationships()).isEqualTo(2);
        assertThat(verdict.scope().replication().orderedCycles())
                .isEqualTo(verdict.scope().replication().completedCycles() + 2);
        assertThat(verdict.scope().secrets()).isEqualTo(2);
    }

    @Test
    void everyRecordMayBePublishedTwiceUnderOneId() {
        Story story = ReplicaStory.good();
        List<ReplicaFact> twice = new ArrayList<>(story.replicaFacts);
        twice.addAll(story.replicaFacts);
        story.replicaFacts.clear();
        story.replicaFacts.addAll(twice);

        assertThat(story.verdict().findings()).isEmpty();
    }

    @Test
    void whatIsRemovedNeedsNoAnswer() {
        Story story = ReplicaStory.good();
        story.rpoClaims.removeIf(claim -> claim.relationship().equals(ReplicaStory.QUIET));
        story.replicaFacts.add(
                new ReplicaFact.Removed(
                        story.position("replica.events", Story.END - 50),
                        story.eventId(),
                        ReplicaStory.QUIET,
                        ReplicaStory.QUIET_VM));

        assertThat(story.verdict().findings()).isEmpty();
    }

    @Test
    void aCopyThatWasDroppedIsNoneAndMustNotBeClaimed() {
        Story story = ReplicaStory.good();
        story.replicaFacts.add(
                new ReplicaFact.CopyDropped(
                        story.position("replica.events", Story.END - 50),
                        story.eventId(),
                        Story.at(Story.END - 60),
                        ReplicaStory.QUIET,
                        ReplicaStory.QUIET_VM));
        assertThat(Edit.about(story.verdict(), ReplicaStory.QUIET.id()))
                .contains(Kind.RPO_DISAGREES);

        story.rpoClaims.replaceAll(claim ->
                claim.relationship().equals(ReplicaStory.QUIET)
                        ? new RpoClaim(
                                claim.relationship(),
                                claim.vm(),
                                null,
                                claim.askedFrom(),
                                claim.askedTo())
                        : claim);
        assertThat(story.verdict().findings()).isEmpty();
    }

    @Test
    void aRelationshipFromBeforeTheLogIsJudgedFromItsFirstCycleInIt() {
        Story story = ReplicaStory.good();
        story.replicaFacts.removeIf(fact ->
                fact.relationship().equals(ReplicaStory.QUIET)
                        && (fact instanceof ReplicaFact.Created
                                || fact.at().time().isBefore(Story.at(10_000))));

        assertThat(story.verdict().findings()).isEmpty();
    }

    /** A break, and what must be found about the undisturbed relationship. */
    static Stream<Arguments> breaks() {
        return Stream.of(
                broken(
                        "a lost order",
                        Kind.CYCLE_NOT_ORDERED,
                        story -> story.replicaFacts.remove(order(story, 4))),
                broken(
                        "a lost end",
                        Kind.CYCLE_WITHOUT_END,
                        story -> story.replicaFacts.remove(completed(story, 4))),
                broken(
                        "a lost cycle",
                        Kind.CYCLE_GAP,
                        story -> {
                            story.replicaFacts.remove(order(story, 4));
                            story.replicaFacts.remove(completed(story, 4));
                        }),
                broken(
                        "a first cycle that is not 1",
                        Kind.CYCLE_GAP,
                        story -> {
                            story.replicaFacts.remove(order(story, 1));
                            story.replicaFacts.remove(completed(story, 1));
                        }),
                broken(
                        "a doubled cycle",
                        Kind.CYCLE_ORDERED_TWICE,
                        story -> {
                            ReplicaFact.Ordered order = order(story, 4);
                            story.replicaFacts.add(
                                    ReplicaStory.ordered(order, "another", 19_100, order.number()));
                        }),
                broken(
                        "a doubled end",
                        Kind.CYCLE_ENDED_TWICE,
                        story -> {
                            ReplicaFact.Completed cycle = completed(story, 4);
                            story.replicaFacts.add(
                                    new ReplicaFact.Failed(
                                            cycle.at(),
                                            "another",
                                            cycle.decidedAt(),
                                            cycle.relationship(),
                                            cycle.vm(),
                                            cycle.number(),
                                            "NO_ANSWER"));
                        }),
                broken(
                        "an order before the end of the last",
                        Kind.CYCLES_AT_ONCE,
                        story -> {
                            ReplicaFact.Ordered order = order(story, 5);
                            long early = ReplicaStory.FIRST + 3 * ReplicaStory.EVERY + 239;
                            ReplicaStory.edit(
                                    story,
                                    order,
                                    one -> ReplicaStory.ordered(one, one.eventId(), early, 5));
                        }),
                broken(
                        "a copy that no host reports",
                        Kind.COPY_NOT_REPORTED,
                        story ->
                                story.replicaFacts.remove(
                                        ReplicaStory.copied(story, ReplicaStory.QUIET, 4))),
                broken(
                        "a copy from a host without the VM",
                        Kind.COPIED_FROM_ELSEWHERE,
                        story -> {
                            ReplicaFact.Completed cycle = completed(story, 4);
                            ReplicaStory.edit(
                                    story,
                                    cycle,
                                    one ->
                                            ReplicaStory.completed(
                                                    one, false, Story.HOSTS.get(3), 19_000));
                        }),
                broken(
                        "changes without a copy",
                        Kind.DELTA_WITHOUT_COPY,
                        story -> {
                            ReplicaFact.Completed cycle = completed(story, 1);
                            ReplicaStory.edit(
                                    story,
                                    cycle,
                                    one ->
                                            ReplicaStory.completed(
                                                    one, false, one.source(), ReplicaStory.FIRST));
                        }),
                broken(
                        "a point newer than its order",
                        Kind.POINT_TOO_NEW,
                        story -> {
                            ReplicaFact.Completed cycle = completed(story, 4);
                            ReplicaStory.edit(
                                    story,
                                    cycle,
                                    one ->
                                            ReplicaStory.completed(
                                                    one, false, one.source(), 19_001));
                        }),
                broken("an RPO that is too good", Kind.RPO_DISAGREES, story -> rpo(story, -2_000)),
                broken("an RPO that is too bad", Kind.RPO_DISAGREES, story -> rpo(story, 2_000)),
                broken(
                        "an RPO that nobody knows",
                        Kind.RPO_DISAGREES,
                        story ->
                                story.rpoClaims.removeIf(
                                        claim -> claim.relationship().equals(ReplicaStory.QUIET))));
    }

    private static Arguments broken(String name, Kind kind, Consumer<Story> edit) {
        return Arguments.of(name, kind, edit);
    }

    private static ReplicaFact.Ordered order(Story story, long number) {
        return ReplicaStory.order(story, ReplicaStory.QUIET, number);
    }

    private static ReplicaFact.Completed completed(Story story, long number) {
        return ReplicaStory.completed(story, ReplicaStory.QUIET, number);
    }

    private static void rpo(Story story, long more) {
        story.rpoClaims.replaceAll(claim -> {
            Duration rpo = claim.rpo();
            if (rpo == null || !claim.relationship().equals(ReplicaStory.QUIET)) {
                return claim;
            }
            return new RpoClaim(
                    claim.relationship(),
                    claim.vm(),
                    rpo.plusMillis(more),
                    claim.askedFrom(),
                    claim.askedTo());
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaks")
    void aBrokenPromiseIsFound(String name, Kind expected, Consumer<Story> edit) {
        Story story = ReplicaStory.good();
        edit.accept(story);

        Verdict verdict = story.verdict();
        assertThat(Edit.about(verdict, ReplicaStory.QUIET.id())).as(name).contains(expected);
        assertThat(Edit.about(verdict, ReplicaStory.MOVED.id())).as(name).isEmpty();
    }

    @Test
    void withoutReplicationInQuestionNothingOfItIsJudged() {
        Story story = ReplicaStory.good();
        story.replication = null;
        story.rpoClaims.clear();
        story.replicaFacts.remove(order(story, 4));

        assertThat(story.verdict().findings()).isEmpty();
    }

    @Test
    void aCycleThatItsSourcesDeathEndedMayNotStayOpen() {
        Story story = ReplicaStory.good();
        story.replicaFacts.removeIf(ReplicaFact.Failed.class::isInstance);

        Verdict verdict = story.verdict();
        assertThat(Edit.about(verdict, ReplicaStory.MOVED.id()))
                .containsExactly(Kind.CYCLE_WITHOUT_END);
        assertThat(verdict.findings().getFirst().text()).contains("cycle " + CUT_OFF);
    }

    @Test
    void theLastCycleMayRunForItsPatienceAndNoLonger() {
        Story story = ReplicaStory.good();
        story.replication = new Question.Replication(Duration.ofMillis(89), Duration.ofSeconds(1));

        assertThat(Edit.about(story.verdict(), ReplicaStory.MOVED.id()))
                .containsExactly(Kind.CYCLE_WITHOUT_END);
        story.replication = new Question.Replication(Duration.ofMillis(90), Duration.ofSeconds(1));
        assertThat(story.verdict().findings()).isEmpty();
    }

    @Test
    void replicationThatNeverCompletedProvesNothing() {
        Story story = ReplicaStory.good();
        story.replicaFacts.clear();
        story.rpoClaims.clear();

        assertThat(Edit.about(story.verdict(), "replication"))
                .containsExactly(Kind.NOTHING_TO_CHECK);
    }

    @Test
    void aLeakedSecretIsFoundAndItsTextIsNotTold() {
        Story story = ReplicaStory.good();
        Position at = story.position("keyvault.audit", 5_000);
        story.scan =
                new SecretScan(1, 10, 2, List.of(new SecretScan.Leak(at, "host h1", "plain text")));

        Verdict verdict = story.verdict();
        assertThat(Edit.about(verdict, "host h1")).containsExactly(Kind.SECRET_LEAKED);
        assertThat(verdict.findings().getFirst().evidence()).containsExactly(at);
    }

    @Test
    void aSearchOfNothingProvesNothing() {
        Story story = ReplicaStory.good();
        story.scan = new SecretScan(1, 0, 0, List.of());

        assertThat(Edit.about(story.verdict(), "secrets")).containsExactly(Kind.NOTHING_TO_CHECK);
    }
}
