package io.berth.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.checker.Finding.Kind;
import io.berth.checker.Observation.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In the hold and in the outage nothing may happen to the fleet, and both must have taken place.
 */
class QuietPhaseTest {
    private static final Host THIRD = Story.HOSTS.get(2);

    @ParameterizedTest
    @ValueSource(longs = {Story.HOLD + 6_000, Story.OUTAGE + 9_000})
    void aFailureDeclaredInAQuietPhaseIsFound(long moment) {
        Story story = Story.good();
        story.nodeFacts.add(story.failed(moment, THIRD));

        assertThat(kinds(story)).containsExactly(Kind.FAILED_IN_QUIET_PHASE);
    }

    @ParameterizedTest
    @ValueSource(longs = {Story.HOLD + 6_000, Story.OUTAGE + 9_000})
    void aLossInAQuietPhaseIsFound(long moment) {
        Story story = Story.good();
        story.lose(moment, Story.vm(3), 1, THIRD);

        assertThat(Edit.about(story.verdict(), "v03")).contains(Kind.DECIDED_IN_QUIET_PHASE);
    }

    @ParameterizedTest
    @ValueSource(longs = {Story.HOLD + 10_000, Story.OUTAGE + 8_000})
    void aVmThatStoppedForASecondIsFound(long moment) {
        Story story = Story.good();
        Edit.doesNotRun(story, Story.vm(3), THIRD, moment, moment + 1_000);

        assertThat(Edit.about(story.verdict(), THIRD.id()))
                .containsExactly(Kind.CHANGED_IN_QUIET_PHASE);
    }

    @ParameterizedTest
    @ValueSource(longs = {Story.HOLD + 2_000, Story.OUTAGE + 9_000})
    void aStopThatAHostReportsIsFound(long moment) {
        Story story = Story.good();
        story.complete(moment, THIRD, Story.vm(3), 1, Outcome.STOPPED);

        assertThat(Edit.about(story.verdict(), THIRD.id()))
                .containsExactly(Kind.CHANGED_IN_QUIET_PHASE);
    }

    @ParameterizedTest
    @ValueSource(longs = {Story.HOLD + 11_000, Story.OUTAGE + 9_000})
    void aRestartAtAHigherEpochIsFound(long moment) {
        Story story = Story.good();
        Edit.alsoRuns(story, Story.vm(3), 2, THIRD, moment, Story.END);

        assertThat(Edit.about(story.verdict(), THIRD.id())).contains(Kind.CHANGED_IN_QUIET_PHASE);
    }

    @Test
    void aHostThatFencedItselfIsFound() {
        Story story = Story.good();
        story.observations.add(
                new Observation.Table(
                        story.position("hosts.reports", Story.HOLD + 10_050),
                        THIRD,
                        new Boot(1),
                        true,
                        "FENCED_ITSELF",
                        Map.of()));

        assertThat(Edit.about(story.verdict(), THIRD.id()))
                .contains(Kind.FENCED_IN_QUIET_PHASE, Kind.CHANGED_IN_QUIET_PHASE);
    }

    @Test
    void aHostThatRebootedIsFound() {
        Story story = Story.good();
        story.observations.replaceAll(observation ->
                observation instanceof Observation.Beat beat
                                && beat.host().equals(THIRD)
                                && beat.at().time().isAfter(Story.at(Story.OUTAGE))
                        ? new Observation.Beat(
                                beat.at(),
                                beat.host(),
                                new Boot(2),
                                beat.sequence(),
                                beat.acknowledged(),
                                beat.fenced(),
                                beat.digest(),
                                Map.of(Story.vm(3), new Epoch(1)))
                        : observation);

        assertThat(Edit.about(story.verdict(), THIRD.id())).contains(Kind.CHANGED_IN_QUIET_PHASE);
    }

    @Test
    void aHostThatIsNotHeardOfAgainIsFound() {
        Story story = Story.good();
        story.observations.removeIf(observation ->
                observation.host().equals(THIRD)
                        && observation.at().time().isAfter(Story.at(Story.OUTAGE)));

        assertThat(Edit.about(story.verdict(), THIRD.id()))
                .containsExactly(Kind.UNSEEN_AFTER_QUIET_PHASE);
    }

    @Test
    void aSilenceThatIsTooShortProvesNothing() {
        Story story = Story.good();
        story.observations.add(
                new Observation.Beat(
                        story.position("telemetry.heartbeats", Story.OUTAGE + 4_000),
                        THIRD,
                        new Boot(1),
                        109,
                        100,
                        false,
                        "another",
                        null));

        assertThat(Edit.about(story.verdict(), THIRD.id()))
                .containsExactly(Kind.FAULT_NOT_EFFECTIVE);
    }

    @Test
    void aHoldThatNeverBeganIsFound() {
        Story story = Story.good();
        story.nodeFacts.removeIf(NodeFact.Held.class::isInstance);

        assertThat(Edit.about(story.verdict(), Story.DOMAIN.id())).containsExactly(Kind.NO_HOLD);
    }

    @Test
    void aHoldThatNeverEndsIsFound() {
        Story story = Story.good();
        story.nodeFacts.removeIf(NodeFact.Released.class::isInstance);

        assertThat(Edit.about(story.verdict(), Story.DOMAIN.id())).containsExactly(Kind.NO_HOLD);
    }

    private static List<Kind> kinds(Story story) {
        return story.verdict().findings().stream().map(Finding::kind).distinct().toList();
    }
}
