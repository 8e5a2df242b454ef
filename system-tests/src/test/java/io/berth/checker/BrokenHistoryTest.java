package io.berth.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.checker.Finding.Kind;
import io.berth.checker.Observation.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to break a promise makes the good day fail, with the right finding. */
class BrokenHistoryTest {
    static Stream<Vm> allVms() {
        return IntStream.rangeClosed(1, Story.VMS).mapToObj(Story::vm);
    }

    static Stream<Vm> survivors() {
        return Stream.of(Story.vm(1), Story.vm(16), Story.vm(21), Story.vm(26));
    }

    static Stream<Integer> decisions() {
        return IntStream.range(0, Story.good().decisions.size()).boxed();
    }

    @ParameterizedTest
    @MethodSource("survivors")
    void aWithheldDecisionLeavesItsVmBehind(Vm vm) {
        Story story = Story.good();
        Edit.withhold(story, vm);

        assertThat(Edit.about(story.verdict(), vm.id()))
                .contains(
                        Kind.NOT_REPLACED,
                        Kind.FORGOTTEN,
                        Kind.LOSS_WITHOUT_OUTCOME,
                        Kind.ANSWER_DISAGREES);
    }

    @ParameterizedTest
    @MethodSource("survivors")
    void aStartThatItsHostNeverReportedIsNotConfirmed(Vm vm) {
        Story story = Story.good();
        story.observations.removeIf(observation ->
                observation instanceof Observation.Completion done
                        && done.vm().equals(vm)
                        && done.epoch().value() == 2);

        assertThat(Edit.about(story.verdict(), vm.id())).containsExactly(Kind.NOT_CONFIRMED);
    }

    @ParameterizedTest
    @MethodSource("allVms")
    void aVmThatAlsoRunsElsewhereForTwoSecondsRanTwice(Vm vm) {
        Story story = Story.good();
        Host own = Story.firstHostOf(Integer.parseInt(vm.id().substring(1)));
        Host other = own.equals(host(2)) ? host(3) : host(2);
        Edit.alsoRuns(story, vm, 9, other, 6_000, 8_000);

        assertThat(Edit.about(story.verdict(), vm.id()))
                .contains(Kind.RAN_TWICE, Kind.RAN_WITHOUT_DECISION);
    }

    @Test
    void whatTheHypervisorsSawCountsForTheVmsInQuestion() {
        Story story = Story.good();
        Instant since = Story.at(Story.CRASH);
        story.witnesses.add(new Witness(Story.vm(2), Set.of(host(2), host(3)), since));
        story.witnesses.add(new Witness(new Vm("another"), Set.of(host(2), host(3)), since));

        assertThat(story.verdict().findings().stream().map(Finding::kind))
                .containsExactly(Kind.SEEN_TWICE);
    }

    @Test
    void aZombieThatRunsItsOldVmsIsFound() {
        Story story = Story.good();
        Vm vm = Story.vm(1);
        Edit.alsoRuns(story, vm, 1, Story.DEAD, Story.POWER_ON, Story.POWER_ON + 2_000);

        assertThat(Edit.about(story.verdict(), vm.id())).contains(Kind.RAN_TWICE, Kind.EPOCH_FELL);
    }

    @Test
    void aVmThatStillRunsTwiceAtTheEndIsFound() {
        Story story = Story.good();
        Edit.alsoRuns(story, Story.vm(3), 7, host(5), 68_000, Story.END);

        assertThat(Edit.about(story.verdict(), "v03"))
                .contains(Kind.RAN_TWICE, Kind.RUNS_TWICE_AT_END);
    }

    @ParameterizedTest
    @MethodSource("allVms")
    void aVmOfWhichThereIsNoTraceIsForgotten(Vm vm) {
        Story story = Story.good();
        story.decisions.removeIf(decision -> decision.vm().equals(vm));
        story.observations.removeIf(observation ->
                observation instanceof Observation.Completion done && done.vm().equals(vm));
        for (Host host : Story.HOSTS) {
            Edit.doesNotRun(story, vm, host, 0, Story.END);
        }

        assertThat(Edit.about(story.verdict(), vm.id())).contains(Kind.FORGOTTEN);
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void aDecisionThatIsMissingIsMissed(int index) {
        Story story = Story.good();
        Decision removed = story.decisions.remove(index);
        Verdict verdict = story.verdict();

        List<Kind> kinds = Edit.about(verdict, removed.vm().id());
        switch (removed) {
            case Decision.Placed placed -> assertThat(kinds).contains(Kind.RAN_WITHOUT_DECISION);
            case Decision.Lost lost when lost.vm().equals(Story.WAITS_FOR_OPERATOR) ->
                    assertThat(kinds).contains(Kind.FORGOTTEN);
            case Decision.Lost lost -> assertThat(kinds).contains(Kind.OUTCOME_WITHOUT_LOSS);
            case Decision.Confirmed confirmed -> assertThat(kinds).isEmpty();
            case Decision.Waiting waiting -> assertThat(kinds).isEmpty();
            case Decision.Unplaceable unplaceable -> assertThat(kinds).isNotEmpty();
            case Decision.Stopped stopped -> assertThat(kinds).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void aDecisionThatIsTakenASecondTimeIsFound(int index) {
        Story story = Story.good();
        Decision doubled = story.decisions.get(index);
        story.decisions.add(index + 1, Edit.anew(story, doubled));

        List<Kind> kinds = Edit.about(story.verdict(), doubled.vm().id());
        switch (doubled) {
            case Decision.Placed placed -> assertThat(kinds).contains(Kind.EPOCH_FELL);
            case Decision.Lost lost when lost.vm().equals(Story.WAITS_FOR_OPERATOR) ->
                    assertThat(kinds).isEmpty();
            case Decision.Lost lost -> assertThat(kinds).contains(Kind.LOSS_WITHOUT_OUTCOME);
            case Decision.Confirmed confirmed -> assertThat(kinds).isEmpty();
            case Decision.Waiting waiting -> assertThat(kinds).isEmpty();
            case Decision.Unplaceable unplaceable -> assertThat(kinds).isNotEmpty();
            case Decision.Stopped stopped -> assertThat(kinds).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void anEpochThatFallsIsFound(int index) {
        Story story = Story.good();
        Decision decision = story.decisions.get(index);
        if (decision.epoch().value() == 1 && decision instanceof Decision.Placed) {
            story.decisions.set(index, Edit.withEpoch(decision, 3));
        } else {
            story.decisions.set(index, Edit.withEpoch(decision, 0));
        }

        assertThat(Edit.about(story.verdict(), decision.vm().id())).contains(Kind.EPOCH_FELL);
    }

    @Test
    void aSecondPlacementForOneLossIsFound() {
        Story story = Story.good();
        story.place(Story.FAILED + 500, Story.vm(1), host(4), 3, true);

        assertThat(Edit.about(story.verdict(), "v01")).contains(Kind.OUTCOME_WITHOUT_LOSS);
    }

    @Test
    void aReplacementAtTheOldEpochIsFound() {
        Story story = Story.good();
        Vm vm = Story.vm(1);
        Edit.withhold(story, vm);
        Edit.alsoRuns(story, vm, 1, host(2), Story.FAILED + 100, Story.END);

        assertThat(Edit.about(story.verdict(), vm.id()))
                .contains(Kind.NOT_AT_HIGHER_EPOCH, Kind.NOT_CONFIRMED);
    }

    @Test
    void aStartReportedAtAReplacedEpochIsFound() {
        Story story = Story.good();
        story.complete(Story.POWER_ON + 900, Story.DEAD, Story.vm(1), 1, Outcome.STARTED);

        assertThat(Edit.about(story.verdict(), "v01")).contains(Kind.STALE_START);
    }

    @Test
    void aReplacementBeforeTheLeaseCanHaveRunOutIsFound() {
        Story story = Story.good();
        Vm vm = Story.vm(1);
        Edit.withhold(story, vm);
        story.place(Story.CRASH + 3_000, vm, host(2), 2, true);
        Edit.alsoRuns(story, vm, 2, host(2), Story.CRASH + 3_030, Story.END);

        assertThat(Edit.about(story.verdict(), vm.id())).contains(Kind.STARTED_INSIDE_LEASE);
    }

    @Test
    void aDeathThatNobodyDeclaresIsFound() {
        Story story = Story.good();
        story.nodeFacts.removeIf(NodeFact.Failed.class::isInstance);

        assertThat(Edit.about(story.verdict(), Story.DEAD.id()))
                .containsExactly(Kind.FAILURE_NOT_DETECTED);
    }

    @Test
    void anUnplaceableVmIsNoExcuseWhereThereIsRoom() {
        assertThat(unplaceable(true, false)).contains(Kind.UNPLACEABLE, Kind.NOT_REPLACED);
    }

    @Test
    void anUnplaceableVmWithoutReasonsIsNeverExcused() {
        assertThat(unplaceable(false, true))
                .contains(Kind.UNPLACEABLE_UNEXPLAINED, Kind.NOT_REPLACED);
    }

    private static List<Kind> unplaceable(boolean explained, boolean allowed) {
        Story story = Story.good();
        Vm vm = Story.vm(1);
        Edit.withhold(story, vm);
        story.decisions.add(
                new Decision.Unplaceable(
                        story.position("placement.decisions", Story.FAILED + 60),
                        story.eventId(),
                        vm,
                        new Epoch(1),
                        explained));
        story.unplaceableAllowed = allowed;
        return Edit.about(story.verdict(), vm.id());
    }

    @Test
    void aWrongAnswerOfPlacementIsFound() {
        Story story = Story.good();
        story.answers.set(4, new Answer(Story.vm(5), host(1), new Epoch(1), "RUNNING"));
        story.answers.set(5, new Answer(Story.vm(6), null, new Epoch(1), "WAITING_FOR_HOST"));
        story.answers.remove(0);
        Verdict verdict = story.verdict();

        assertThat(verdict.findings().stream().map(Finding::kind).distinct())
                .containsExactly(Kind.ANSWER_DISAGREES);
        assertThat(verdict.findings().stream().map(Finding::subject))
                .containsExactlyInAnyOrder("v01", "v05", "v06");
    }

    @Test
    void anEmptyHistoryProvesNothing() {
        Story story = new Story();
        story.crashes.add(new Question.Crash(Story.DEAD, Story.at(Story.CRASH)));

        assertThat(story.verdict().findings().stream().map(Finding::kind))
                .contains(Kind.NOTHING_TO_CHECK);
    }

    @Test
    void anUnreadableRecordOfAServiceIsFound() {
        Story story = Story.good();
        story.unreadable.add(story.position("placement.decisions", 5_000));

        assertThat(story.verdict().findings().stream().map(Finding::kind))
                .containsExactly(Kind.UNREADABLE_RECORD);
    }

    private static Host host(int number) {
        return Story.HOSTS.get(number - 1);
    }
}
